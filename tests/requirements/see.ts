import type { KubeObject } from '../../scripts/lib/engine.ts'
import { bodyBelow } from './markdown.ts'
import { type Claim, type Seen, seen } from './seen.ts'
import { type World, withObjects, withText, withYaml } from './world.ts'

/** What a check reads with. Every reading is a claim; see seen.ts. A unit is named by its folder. */
export type See = {
  /** The one object of a kind in a unit, or the one with that name; throws when there is none or a second. */
  one: (unit: string, kind: string, name?: string | RegExp) => Seen
  /** All objects of a unit, or all of a kind. That there are any is for the check to assert. */
  all: (unit: string, kind?: string) => Seen[]
  /** Throws when a unit renders an object of the kind. */
  none: (unit: string, kind: string) => void
  /** A YAML or JSON file. Throws when it isn't there. */
  yaml: (path: string) => Seen
  /** A file's text, of which the check asserts something. Throws when it isn't there. */
  text: (path: string) => string
  /** Throws when the file isn't there. */
  file: (path: string) => void
  /** Throws when the file isn't there, or says this. */
  lacks: (path: string, what: string) => void
  /** The text below a heading of a Markdown file, of which the check asserts something. Throws when heading or text aren't there. */
  section: (path: string, heading: string) => string
  /** Throws when a Markdown file has no such heading, or nothing below it. */
  heading: (path: string, heading: string) => void
  /** The files below a folder. That there are any is for the check to assert. */
  files: (folder: string) => string[]
}

/** Eyes on a world. What they read goes to `claims`. */
export const look = (world: World, claims: Claim[]): See => {
  const object = (unit: string, object: KubeObject): Seen => {
    const id = `${unit}: ${object.kind} ${object.metadata.name}`
    const others = (changed: unknown): KubeObject[] => world.objects(unit).map(one => (one === object ? (changed as KubeObject) : one))
    return seen(id, object, claims, changed => withObjects(world, unit, others(changed)))
  }
  const present = (path: string): string => {
    const text = world.text(path)
    if (text === undefined) throw new Error(`${path} is not there`)
    return text
  }
  const below = (path: string, heading: string): { text: string; body: string } => {
    const text = present(path)
    const body = bodyBelow(text, heading)
    if (!body) throw new Error(`${path}: no heading "${heading}" with text below it`)
    claims.push({ what: `${path}: without "${heading}"`, worlds: [withText(world, path, text.replace(body, ''))] })
    return { text, body }
  }
  return {
    one: (unit, kind, name) => {
      const objects = world.objects(unit)
      const matches = objects.filter(one => one.kind === kind && named(one, name))
      const [only] = matches
      const meant = `${kind}${name === undefined ? '' : ` ${name}`}`
      if (only === undefined || matches.length > 1)
        throw new Error(`${unit} has ${matches.length} ${meant}, not one: ${matches.map(one => one.metadata.name)}`)
      const without = objects.filter(one => one !== only)
      claims.push({ what: `${unit}: without ${kind} ${only.metadata.name}`, worlds: [withObjects(world, unit, without)] })
      return object(unit, only)
    },
    all: (unit, kind) => {
      const objects = world.objects(unit).filter(one => kind === undefined || one.kind === kind)
      return objects.map(one => object(unit, one))
    },
    none: (unit, kind) => {
      const objects = world.objects(unit)
      const found = objects.filter(one => one.kind === kind)
      if (found.length > 0) throw new Error(`${unit} has a ${kind}: ${found.map(one => one.metadata.name)}`)
      const added = { apiVersion: 'v1', kind, metadata: { name: 'added' } }
      claims.push({ what: `${unit}: with a ${kind}`, worlds: [withObjects(world, unit, [...objects, added])] })
    },
    yaml: path => {
      const value = world.yaml(path)
      if (value === undefined) throw new Error(`${path} is not there`)
      return seen(path, value, claims, changed => withYaml(world, path, changed))
    },
    text: path => {
      const text = present(path)
      claims.push({ what: `${path}: another text`, worlds: [withText(world, path, 'changed')] })
      return text
    },
    file: path => {
      present(path)
      claims.push({ what: `without ${path}`, worlds: [withText(world, path, undefined)] })
    },
    lacks: (path, what) => {
      const text = present(path)
      if (text.includes(what)) throw new Error(`${path} says "${what}"`)
      claims.push({ what: `${path}: with "${what}"`, worlds: [withText(world, path, `${text}\n${what}\n`)] })
    },
    section: (path, heading) => {
      const { text, body } = below(path, heading)
      claims.push({ what: `${path}: another text below "${heading}"`, worlds: [withText(world, path, text.replace(body, '\nchanged\n'))] })
      return body
    },
    heading: below,
    files: world.files,
  }
}

const named = (object: KubeObject, name: string | RegExp | undefined): boolean =>
  name === undefined || (typeof name === 'string' ? object.metadata.name === name : name.test(object.metadata.name))
