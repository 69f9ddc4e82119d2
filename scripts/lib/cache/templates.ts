import { digestOf, readKept, writeKept } from './kept.ts'

/** What templates gave in earlier runs, for one version of the engine; nothing but text, parameters and options decides. */
export type Templates = {
  find: (question: string) => string | undefined
  keep: (question: string, text: string) => void
  save: () => void
}

/** As many as are kept; then the file begins anew. chosen: a thousand Applications of some ten fields */
const most = 10_000

/** @param file where they are kept; read at the first question */
export const templates = (file: string): Templates => {
  let known: { [question: string]: string } | undefined
  let fresh = 0
  const all = (): { [question: string]: string } => {
    known ??= readKept<{ [question: string]: string }>(file) ?? {}
    return known
  }
  return {
    find: question => all()[digestOf(question)],
    keep: (question, text) => {
      all()[digestOf(question)] = text
      fresh++
    },
    save: () => {
      if (fresh === 0) return
      const kept = Object.entries(all())
      writeKept(file, kept.length > most ? Object.fromEntries(kept.slice(-fresh)) : all())
      fresh = 0
    },
  }
}
