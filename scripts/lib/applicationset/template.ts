import { type Evaluate, type Params, type Path, SetProblem } from './types.ts'

/** The end of an error of Go's, without the template that it repeats. */
const words = (error: string): string => error.replace(/^.*?(template: base:\d+)/s, '$1').slice(0, 500)

/** A name that a template asked for and no generator gave, as the template writes it. */
const missing = (error: string): string | undefined =>
  /at <(\.[^>]*)>: map has no entry for key|map has no entry for key "([^"]*)"/.exec(error)?.slice(1).find(Boolean)

/**
 * Evaluates one text of an ApplicationSet. Throws a SetProblem that names what is undefined, also where the set's options would
 * let it become `<no value>`.
 */
export const evaluateAt = async (
  evaluate: Evaluate,
  text: string,
  params: Params,
  options: readonly string[],
  at: Path,
): Promise<string> => {
  if (!text.includes('{{')) return text
  const known = `the generator gives ${Object.keys(params)
    .map(name => `.${name}`)
    .join(', ')}`
  const result = await evaluate(text, params, options)
  const field = at.slice(at[0] === 'spec' ? 1 : 0).join('.')
  if ('error' in result) {
    const name = missing(result.error)
    if (name) throw new SetProblem('ARGO_TEMPLATE', at, `undefined ${name.startsWith('.') ? name : `.${name}`} in ${field}`, known)
    throw new SetProblem('ARGO_TEMPLATE', at, `${field}: ${words(result.error)}`, 'correct the template')
  }
  if (result.text.includes('<no value>')) throw new SetProblem('ARGO_TEMPLATE', at, `${field} would say "<no value>": ${text}`, known)
  return result.text
}

/** Evaluates every text of a value, keys included. */
export const evaluateDeep = async (
  evaluate: Evaluate,
  value: unknown,
  params: Params,
  options: readonly string[],
  at: Path,
): Promise<unknown> => {
  const go = (inner: unknown, key: string | number): Promise<unknown> => evaluateDeep(evaluate, inner, params, options, [...at, key])
  if (typeof value === 'string') return evaluateAt(evaluate, value, params, options, at)
  if (Array.isArray(value)) return Promise.all(value.map(go))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([key, inner]) => [
    await evaluateAt(evaluate, key, params, options, [...at, key]),
    await go(inner, key),
  ])
  return Object.fromEntries(await Promise.all(entries))
}
