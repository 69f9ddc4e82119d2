/** A Kubernetes quantity (apimachinery's resource.Quantity): a decimal number and a suffix or an exponent. */
const shape = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)?|[eE]([+-]?\d+))$/

const thousands: Record<string, number> = { n: -3, u: -2, m: -1, k: 1, M: 2, G: 3, T: 4, P: 5, E: 6 }
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

export const isQuantity = (value: unknown): value is string | number =>
  typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && shape.test(value)

/** The amount of a quantity; precise enough to compare what people write. */
export const amountOf = (value: string | number): number => {
  const [, digits = '0', suffix = '', exponent] = shape.exec(String(value)) ?? []
  if (exponent !== undefined) return Number(`${digits}e${exponent}`)
  if (suffix.endsWith('i')) return Number(digits) * 1024 ** binary.indexOf(suffix)
  return Number(digits) * 1000 ** (thousands[suffix] ?? 0)
}

export const compareQuantities = (a: string | number, b: string | number): number => amountOf(a) - amountOf(b)

/**
 * A quantity as Kubernetes writes it back: no leading or trailing zeros, whole numbers with the largest suffix that divides them (so `1500m`,
 * `1536Mi`). Binary stays binary, decimal stays decimal.
 */
export const canonical = (value: string | number): string => {
  const amount = amountOf(value)
  if (amount === 0) return '0'
  const text = String(value)
  if (text.endsWith('i') && Number.isInteger(amount)) {
    const power = [6, 5, 4, 3, 2, 1].find(n => amount % 1024 ** n === 0) ?? 0
    return `${amount / 1024 ** power}${binary[power]}`
  }
  const nanos = BigInt(Math.round(amount * 1e9))
  const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
  let power = 0
  let rest = nanos
  for (; power < suffixes.length - 1 && rest % 1000n === 0n; power++) rest /= 1000n
  const exponent = /[eE][+-]?\d+$/.test(text) ? (power - 3) * 3 : undefined
  return exponent ? `${rest}e${exponent}` : `${rest}${suffixes[power]}`
}
