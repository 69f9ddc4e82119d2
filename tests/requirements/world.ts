import type { KubeObject } from '../../scripts/lib/engine.ts'

/** All that a check can look at: what units render, and the files of the repository. */
export type World = {
  /** The rendered objects of a unit, by its folder (`overlays/prod/engram`, `apps/engram`). */
  objects: (unit: string) => readonly KubeObject[]
  /** A file's text, or undefined when there is none. */
  text: (path: string) => string | undefined
  /** A YAML or JSON file's value; undefined when there is none. */
  yaml: (path: string) => unknown
  /** The files below a folder, as paths, sorted. */
  files: (folder: string) => string[]
}

/** A repository without anything in it: no check may pass on it. */
export const nothing: World = { objects: () => [], text: () => undefined, yaml: () => undefined, files: () => [] }

/** The world with other objects in one unit. */
export const withObjects = (world: World, unit: string, objects: readonly KubeObject[]): World => ({
  ...world,
  objects: asked => (asked === unit ? objects : world.objects(asked)),
})

/** The world with another text in one file, or without the file. */
export const withText = (world: World, path: string, text: string | undefined): World => ({
  ...world,
  text: asked => (asked === path ? text : world.text(asked)),
  files: folder => world.files(folder).filter(file => text !== undefined || file !== path),
})

/** The world with another value in one YAML file. */
export const withYaml = (world: World, path: string, value: unknown): World => ({
  ...world,
  yaml: asked => (asked === path ? value : world.yaml(asked)),
})
