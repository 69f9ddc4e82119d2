/** What is wrong at one place of an object; `path` is a JSON pointer, empty for the object itself. */
export type Problem = { path: string; problem: string }

const order = (a: Problem, b: Problem): number => (`${a.path} ${a.problem}` < `${b.path} ${b.problem}` ? -1 : 1)

/** kubeconform lists what it found in a random order, here and in its whole answer. */
const sortNames = (problem: string): string =>
  problem.replace(/^additional properties (.+) not allowed$/, (_, names: string) => `unknown fields ${names.split(', ').sort().join(', ')}`)

/**
 * The problems in kubeconform's `msg` for an invalid object, sorted, deepest causes only. Its `validationErrors` hold the first level alone,
 * which behind a `$ref` is "validation failed" (kubeconform 0.7.0).
 */
export const problemsOf = (msg: string): Problem[] =>
  [...msg.matchAll(/ - at '(.*?)': (.+?)(?= +- at '|$)/g)]
    .map(([, path = '', problem = '']) => ({ path, problem: sortNames(problem) }))
    .filter(({ problem }) => problem !== 'validation failed')
    .sort(order)
