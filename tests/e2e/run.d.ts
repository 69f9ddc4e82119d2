import 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of this run of `pnpm e2e`, for clusters, repositories and logs. */
    run: string
  }

  export interface TaskMeta {
    /** How many objects a proof had the API server accept; docs/proof.md counts them. */
    objects?: number
  }
}
