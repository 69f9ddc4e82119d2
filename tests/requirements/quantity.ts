const factors: Record<string, number> = {
  '': 1,
  ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
}
/** Divided by, not multiplied with a fraction: 300m must be exactly 0.3. */
const divisors: Record<string, number> = { m: 1e3, u: 1e6, n: 1e9 }

/**
 * A Kubernetes quantity as a number: `500m` is 0.5, `1Gi` 1073741824, `1e3` 1000. Throws for anything else.
 * Source of the suffixes: k8s.io/apimachinery, resource.Quantity.
 */
export const quantity = (value: unknown): number => {
  const [, number, exponent, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([a-zA-Z]{0,2}))?$/.exec(String(value)) ?? []
  const factor = factors[suffix]
  const divisor = divisors[suffix]
  if (number === undefined || (factor === undefined && divisor === undefined)) throw new Error(`"${value}" is not a quantity`)
  if (exponent !== undefined) return Number(number + exponent)
  return factor === undefined ? Number(number) / (divisor as number) : Number(number) * factor
}

const spans: Record<string, number> = { ms: 1e-3, s: 1, m: 60, h: 3600, d: 86400 }

/** A duration as seconds: `30s`, `5m`, `1h30m`. Throws for anything else. */
export const seconds = (value: unknown): number => {
  const text = String(value)
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  if (parts.length === 0 || parts.map(part => part[0]).join('') !== text) throw new Error(`"${value}" is not a duration`)
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (spans[unit as string] as number), 0)
}
