import type { Rule } from '../check/rule.ts'

const rule = (why: string, fix: string): Rule => ({ severity: 'error', enforced: 'check', waivable: false, why, fix })
const option = (name: string): string => `add ${name}=true to syncPolicy.syncOptions`

/** How Argo CD must be told to work. docs/decisions/argo-cd-settings.md has what the real one did with and without most of them. */
export const settingsRules = {
  ARGO_GO_TEMPLATE: rule(
    'otherwise what is missing becomes "<no value>" and is applied',
    'set goTemplate: true and goTemplateOptions: [missingkey=error]',
  ),
  ARGO_GLOB: rule(
    'a wide glob registers folders that nobody meant',
    'name the folder, or its first letters and one * in the last part: overlays/prod/tartware-*',
  ),
  ARGO_PROJECT: rule(
    "the project default allows everything, and a templated one lets a folder's name choose its rights",
    'name an AppProject of argo/',
  ),
  ARGO_AUTOMATED: rule(
    "Git is the only way to the cluster: what Git doesn't say is healed or pruned",
    'set automated.prune and automated.selfHeal to true, and nothing else in it',
  ),
  ARGO_RETRY: rule('without retries one hiccup stops a sync; without end, a broken one never stops', 'set retry.limit to a number above 0'),
  ARGO_SERVER_SIDE_APPLY: rule(
    'a commit that takes replicas out would stop pods, and objects above 256 KiB are refused',
    option('ServerSideApply'),
  ),
  ARGO_FAIL_ON_SHARED: rule('otherwise a second Application takes an object over', option('FailOnSharedResource')),
  ARGO_RESPECT_IGNORE: rule(
    'otherwise every sync resets what ignoreDifferences leaves to a controller',
    option('RespectIgnoreDifferences'),
  ),
  ARGO_SERVER_SIDE_DIFF: rule(
    "otherwise the API server's defaults in lists are a difference for ever",
    'annotate argocd.argoproj.io/compare-options: ServerSideDiff=true',
  ),
  ARGO_ORPHANING: rule(
    'otherwise a folder that vanishes from Git takes its objects with it',
    'set syncPolicy.applicationsSync: create-update and preserveResourcesOnDeletion: true',
  ),
  ARGO_GUARDS: rule(
    'a commit that drops it would delete data, or all that is in it',
    'add base/components/prune-guards, or annotate argocd.argoproj.io/sync-options: Prune=false,Delete=false',
  ),
  ARGO_CONFIRM: rule(
    "a pending approval stops every later sync, the revert's too; a late one deletes what the revert restored",
    'use Prune=false,Delete=false',
  ),
  ARGO_PRUNE_LAST: rule('with a Rollout or OnDelete workload a sync waits for health, and the revert waits with it', 'take PruneLast away'),
  ARGO_GENERATED_KEPT: rule(
    'the pods that still run the old version lose their settings',
    'annotate sync-options: Prune=false and compare-options: IgnoreExtraneous',
  ),
  ARGO_WAVES: rule(
    'a wave waits for the health of the one before, and a revert in mid-canary waits with it',
    'take waves and hooks out of the unit',
  ),
  ARGO_PROJECT_WILDCARD: rule('a project that allows everything protects nothing', 'list what its Applications use'),
  ARGO_ORPHANED: rule('what no Application knows would stay unseen', 'set orphanedResources.warn: true'),
  ARGO_REVISION: rule('a branch would reach the cluster by a merge alone', 'name a release tag like v1.2.3 or a full commit'),
  ARGO_FORCE: rule('Replace and Force delete and create anew; that deletes a StatefulSet', 'take it away'),
  ARGO_JQ: rule(
    'every ignored field is one that Git no longer decides',
    'ignore less; or add the expression to jqAllowed in scripts/lib/applicationset/jq.ts, with its reason',
  ),
  ARGO_BUILD_OPTIONS: rule('Argo CD would apply other bytes than those rendered and reviewed here', "say it in the unit's kustomization"),
  ARGO_CHART_VERSION: rule('a range installs what nobody has seen', 'write the exact version'),
} satisfies Record<string, Rule>

export type SettingsCode = keyof typeof settingsRules
