import type { Rule } from '../check/rule.ts'

const error = { severity: 'error', enforced: 'check', waivable: false } as const

/** Where things stand and how kustomizations are written. */
export const treeRules = {
  ENV_WORD: {
    ...error,
    why: 'what an app says of an environment, every environment gets',
    fix: 'move it to overlays/<env>/<app> or to base/env/<env>',
  },
  OVERLAY_SHAPE: {
    ...error,
    why: 'every overlay reads alike, and offline is prod with the mirror, so that it can not drift',
    fix: 'write resources and components as the layout says',
  },
  OVERLAY_FILE: {
    ...error,
    why: 'an overlay says what differs and holds no objects',
    fix: 'move it to the app, or to patches/<concern>.yaml',
  },
  OVERLAY_LONG: { ...error, why: 'an overlay that nobody reads is where drift begins', fix: 'move what belongs together into a component' },
  COMPONENT_ORDER: {
    ...error,
    why: 'a component sees only what came before it',
    fix: 'first those that add objects, then those that change pods, then the Rollout, base/env/<env> last',
  },
  NAMESPACE_UNIT: {
    ...error,
    why: 'the Application, its project and its policies all take the namespace from the unit',
    fix: 'write the unit’s namespace',
  },
  CLUSTER_SCOPED: { ...error, why: 'an app may change nothing outside its namespace', fix: 'move the object to a cluster- unit' },
  OBJECT_TWICE: { ...error, why: 'two Applications would overwrite each other for ever', fix: 'keep it in one unit' },
  IMAGE_LATEST: { ...error, why: 'nobody knows what runs, and a restart changes it', fix: 'name a version and its digest' },
  IMAGE_ENTRY: {
    ...error,
    why: 'name, tag and digest stand in one place, so that one edit moves them together',
    fix: 'write name, newTag and digest in one entry of the overlay',
  },
  IMAGE_IN_APP: {
    ...error,
    why: 'two places would name the version, and one wins silently',
    fix: 'write the bare name; the overlay’s images entry has tag and digest',
  },
  DEAD_IMAGE: { ...error, why: 'kustomize says nothing, and the image stays as it was', fix: 'correct the name or delete the entry' },
  DEAD_PATCH: {
    ...error,
    why: 'kustomize says nothing, and who reads it believes it',
    fix: 'correct target or content, or delete the patch',
  },
  PATCH_TARGET: { ...error, why: 'kustomize fails and names no file', fix: 'correct kind, name and namespace' },
  PATCH_PATH: {
    ...error,
    why: 'kustomize fails and names no file',
    fix: 'correct the path, or the operation (add, remove, replace, move, copy, test)',
  },
  PATCH_SELECTOR: {
    ...error,
    why: 'a target that matches nothing is silent, a name that does not exist is an error',
    fix: 'patch by kind and name, or move it into a component',
  },
  PATCH_NAME: {
    ...error,
    why: 'the file list of a pull request tells what kind of change it is',
    fix: 'name the file for its concern, like patches/replicas.yaml',
  },
  SMP_ON_CR: {
    ...error,
    why: 'a strategic merge replaces the lists of a custom resource and drops what was in them, silently',
    fix: 'write a JSON6902 patch with an exact target',
  },
  NAME_REFERENCE: {
    ...error,
    why: 'references by name are followed from the kind that the object had first',
    fix: 'key the reference on the kind before the change',
  },
  FIELD_OPENAPI: {
    ...error,
    why: 'a vendored schema makes patches on Deployments drop fields, with exit code 0',
    fix: 'delete the field; patch custom resources by JSON6902',
  },
  FIELD_SECRET: { ...error, why: 'a secret in Git is a leaked secret', fix: 'write an ExternalSecret' },
  FIELD_OLD: { ...error, why: 'kustomize only warns, and drops it one day', fix: 'write the field that took its place' },
  FIELD_PLUGIN: { ...error, why: 'it runs a program or takes files from elsewhere', fix: 'use a builtin field' },
  FILE_UNLISTED: {
    ...error,
    why: 'kustomize ignores it silently, and who reads it believes it',
    fix: 'list it in a kustomization or delete it',
  },
  PATH_MISSING: { ...error, why: 'nothing that lists it can be built', fix: 'create it or delete the entry' },
  FILE_NAME: {
    ...error,
    why: 'any path is known without looking',
    fix: 'one object per file, the file called after its kind: service.yaml, service-headless.yaml',
  },
  KEY_ORDER: { ...error, why: 'every kustomization reads alike', fix: 'move it' },
  COMMENT_LONG: { ...error, why: 'walls of comments are not read', fix: 'say what bites the one who edits the line, in two lines at most' },
  QUANTITY_FORM: {
    ...error,
    why: 'Argo CD with RespectIgnoreDifferences never syncs a new image to a Rollout whose quantities Kubernetes would write otherwise',
    fix: 'write the canonical form',
  },
} as const satisfies Record<string, Rule>

export type TreeCode = keyof typeof treeRules
