import type { KubeObject } from '../engine.ts'

/** One source of an Application: a folder of a Git repository, or a chart. */
export type Source = {
  repoURL: string
  path?: string
  chart?: string
  targetRevision?: string
  ref?: string
  helm?: { valueFiles?: string[]; [field: string]: unknown }
  kustomize?: object
  directory?: object
  plugin?: object
}

export type SyncPolicy = {
  automated?: { prune?: boolean; selfHeal?: boolean; enabled?: boolean; allowEmpty?: boolean }
  syncOptions?: string[]
  retry?: { limit?: number; refresh?: boolean; backoff?: { duration?: string; factor?: number; maxDuration?: string } }
}

export type ApplicationSpec = {
  project: string
  source?: Source
  sources?: Source[]
  destination: { server?: string; name?: string; namespace?: string }
  syncPolicy?: SyncPolicy
  ignoreDifferences?: { group?: string; kind: string; jqPathExpressions?: string[]; [field: string]: unknown }[]
}

export type Metadata = KubeObject['metadata'] & { annotations?: Record<string, string>; labels?: Record<string, string> }
export type Application = KubeObject & { metadata: Metadata; spec: ApplicationSpec }

type Template = { metadata?: Partial<Metadata> & { finalizers?: string[] }; spec?: Partial<ApplicationSpec> }
export type Generator = Record<string, unknown>
export type ApplicationSet = KubeObject & {
  metadata: Metadata
  spec: {
    goTemplate?: boolean
    goTemplateOptions?: string[]
    generators?: Generator[]
    template?: Template
    templatePatch?: string
    syncPolicy?: { applicationsSync?: string; preserveResourcesOnDeletion?: boolean }
  }
}

/** The values that a generator gives for one Application. */
export type Params = Record<string, unknown>

/** The tree that generators look into. `exact`: each file of the list is there, as in a commit. */
export type Files = { files: readonly string[]; read: (path: string) => string | undefined; exact?: boolean }

/** Evaluates a Go template as the controller does; the engine's operation. */
export type Evaluate = (text: string, params: unknown, options: readonly string[]) => Promise<{ text: string } | { error: string }>

/** A field of an object: keys and list positions. */
export type Path = (string | number)[]

export type ExpansionCode = 'ARGO_TEMPLATE' | 'ARGO_GENERATOR' | 'ARGO_NAME_DUPLICATE' | 'ARGO_NAME_INVALID'

/** Why an ApplicationSet makes nothing, or not all that it should: where in it, what is wrong, and what mends it. */
export class SetProblem extends Error {
  readonly code: ExpansionCode
  readonly path: Path
  readonly fix: string
  constructor(code: ExpansionCode, path: Path, problem: string, fix: string) {
    super(problem)
    this.code = code
    this.path = path
    this.fix = fix
  }
}

export const isApplication = (object: KubeObject): object is Application =>
  object.kind === 'Application' && object.apiVersion.startsWith('argoproj.io/')
export const isApplicationSet = (object: KubeObject): object is ApplicationSet =>
  object.kind === 'ApplicationSet' && object.apiVersion.startsWith('argoproj.io/')

/** All sources of an Application, whichever field they stand in; where both are set, Argo CD takes `sources`. */
export const sourcesOf = ({ source, sources }: ApplicationSpec): Source[] =>
  sources && sources.length > 0 ? sources : source ? [source] : []
