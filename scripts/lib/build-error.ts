/** What kustomize says of each folder on its way to the one that is wrong. */
const step = /(?:recursed accumulation of path|couldn't make target for path) \\?'([^']+?)\\?': /g

/**
 * Of an error of kustomize the folder that is wrong, if not the unit's own, and what is wrong there. Components put it in quotes, once for
 * each level.
 */
export const causeOf = (error: string): { folder: string | undefined; error: string } => {
  const last = [...error.matchAll(step)].at(-1)
  const levels = error.match(/accumulateDirectory: \\*"/g)?.length ?? 0
  let cause = error.slice(last ? last.index + last[0].length : 0).replace(/^(?:accumulating components: accumulateDirectory: \\*")+/, '')
  for (let i = 0; i < levels; i++) cause = cause.replace(/"$/, '').replace(/\\(["\\])/g, '$1')
  return { folder: last?.[1], error: cause.trim() }
}
