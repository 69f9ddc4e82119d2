/** One step into a value: a key, or the place in a list. */
export type Step = string | number

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `spec.ports[0]`, `containers[name=app].image`, `metadata.annotations[example.com/a]`: dots part keys, brackets hold a place, `key=value` or a key with dots. */
const written = (path: string): string[] =>
  [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, bracketed, key]) => (bracketed ?? key) as string)

const into = (value: unknown, step: string): Step => {
  if (!Array.isArray(value)) return step
  const [key, wanted] = step.split('=')
  return wanted === undefined ? Number(step) : value.findIndex(item => isObject(item) && String(item[key as string]) === wanted)
}

const child = (value: unknown, step: Step): unknown =>
  isObject(value) || Array.isArray(value) ? (value as Record<Step, unknown>)[step] : undefined

/** The steps that a written path means in a value, and what stands there; undefined when nothing does. */
export const locate = (value: unknown, path: string): { steps: Step[]; found: unknown } => {
  const steps: Step[] = []
  let found = value
  for (const part of written(path)) {
    const step = into(found, part)
    steps.push(step)
    found = child(found, step)
  }
  return { steps, found }
}

/** A copy of a value with another one at a place; `undefined` takes the place away. The value itself stays as it is. */
export const put = (value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown => {
  if (step === undefined) return to
  const inner = put(child(value, step), rest, to)
  if (Array.isArray(value))
    return inner === undefined ? value.filter((_, at) => at !== step) : value.map((item, at) => (at === step ? inner : item))
  const copy: Record<string, unknown> = { ...(isObject(value) ? value : {}), [step]: inner }
  if (inner === undefined) delete copy[step]
  return copy
}

/** Every scalar in a value with the steps to it; an empty object or list counts as one. */
export const leaves = (value: unknown, steps: Step[] = []): { steps: Step[]; leaf: unknown }[] => {
  const inner: [Step, unknown][] = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  if (inner.length === 0) return [{ steps, leaf: value }]
  return inner.flatMap(([step, item]) => leaves(item, [...steps, step]))
}
