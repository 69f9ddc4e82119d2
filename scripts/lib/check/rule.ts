import type { KubeObject, Tree } from '../engine.ts'
import type { Position } from '../findings.ts'
import type { Unit } from '../units.ts'

export type Severity = 'error' | 'warning'

/** What is said of a rule wherever it is named. */
export type Rule = {
  severity: Severity
  /** `cluster`: the API server refuses it too, through a policy of ours or the namespace's Pod Security label. */
  enforced: 'cluster' | 'check'
  waivable: boolean
  why: string
  fix: string
}

/** An object in a render. */
export type ObjectId = { kind: string; name: string; namespace?: string }

/**
 * What a rule says of one thing. `unit` is a unit's name; an environment's for what is so of the whole cluster; the file's folder for what
 * is wrong in a source, whichever units read it. `path` leads to the field inside the object, keys and list positions; without `at` the
 * command looks for the source line that sets it. `problem` says what is wrong; the fix is the rule's unless `fix` is better.
 */
export type Judgement = {
  code: string
  severity: Severity
  unit: string
  object?: ObjectId
  path?: readonly (string | number)[]
  value?: string
  at?: Position
  problem: string
  fix?: string
}

/** A unit that was built: its objects as rendered, the bytes, and every path that the build looked at. */
export type JudgedUnit = { unit: Unit; objects: KubeObject[]; yaml: string; reads: string[] }

/**
 * All that rules may look at: every unit of the environments in question (argo/<env> included), and the files of the same tree: `files` is
 * what Git tracks or would track; a link or submodule of a commit ends with a slash.
 * `date` is the day (YYYY-MM-DD) on which waivers are judged: the commit's.
 */
export type World = {
  root: string
  tree: Tree
  date: string
  units: readonly JudgedUnit[]
  files: readonly string[]
  /** A file's text, or undefined when it isn't there, isn't a file, or its link leads out of the repository. */
  read: (path: string) => string | undefined
  /** The same as bytes; only a rule about encodings needs it. */
  bytes?: (path: string) => Buffer | undefined
  /** Remembers what was said of the same content; only the command has one. */
  memo?: Memo
}

/** Answers with what was found for an equal key before, in this run or an earlier one; the key holds all that decides, the answer is JSON. */
export type Memo = { of: <T>(key: unknown, find: () => T) => T }

/** A family of rules: its table by code, and what it says of a world. It never throws for bad input. */
export type Judge = { rules: Readonly<Record<string, Rule>>; judge: (world: World) => Judgement[] | Promise<Judgement[]> }
