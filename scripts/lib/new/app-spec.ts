import type { ImageReference } from '../image-reference.ts'

/** What is known of a new app. */
export type AppSpec = { name: string; image: ImageReference; port: number; health: string; team: string; envs: string[] }

/** Files of a folder, by their path in it. */
export type Files = Record<string, string>

/** A way to make an app: its files, what its overlays include beside base/env, and what is left to do by hand. */
export type Kind = {
  files: (spec: AppSpec) => Files
  components: (root: string, env: string) => string[]
  next: (spec: AppSpec) => string[]
}
