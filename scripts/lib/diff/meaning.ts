/** Powers of the suffixes of a quantity (k8s.io/apimachinery/pkg/api/resource). */
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: { readonly [suffix: string]: number } = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const grammar = /^([+-]?)(\d*)\.?(\d*)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/

/** A quantity as an exact number of 10^-27, the finest that its grammar can say here; undefined when it isn't one. */
export const quantity = (value: unknown): bigint | undefined => {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || text.length > 60) return undefined
  const [, sign, whole = '', fraction = '', bits, power, exponent] = grammar.exec(text) ?? []
  if (whole === '' && fraction === '') return undefined
  const tens = 27 - fraction.length + (power ? (decimal[power] ?? 0) : Number(exponent ?? 0))
  if (tens < 0) return undefined
  const number = BigInt(whole + fraction) * 10n ** BigInt(tens) * 1024n ** BigInt(bits ? binary.indexOf(bits) : 0)
  return sign === '-' ? -number : number
}

/** Fields and maps whose values are quantities, wherever they stand (the OpenAPI document's `resource.Quantity`). */
const quantityFields = new Set(['averageValue', 'sizeLimit', 'divisor', 'maximumVolumeSize'])
const quantityMaps = new Set(['limits', 'requests', 'capacity', 'hard', 'overhead'])
/** Maps of quantities in the items of a LimitRange. */
const rangeMaps = new Set(['default', 'defaultRequest', 'max', 'min', 'maxLimitRequestRatio'])
/** Fields that take a number or its text alike (`util.intstr.IntOrString`). */
const intOrString = new Set(['port', 'targetPort', 'maxSurge', 'maxUnavailable', 'minAvailable'])

type Keys = readonly (string | number | object)[]

const isRange = (map: string, path: Keys): boolean => rangeMaps.has(map) && path[1] === 'limits'
/** `target.value` of a metric of an HPA. */
const isTarget = (map: string, field: string): boolean => map === 'target' && field === 'value'

/** Whether two scalars say the same to the API server: `1` and `1000m` of a quantity, `80` and `"80"` of a port. */
export const sameMeaning = (old: unknown, next: unknown, path: Keys): boolean => {
  if (old === next) return true
  const [map, field] = [path.at(-2), path.at(-1)]
  if (typeof field !== 'string') return false
  if (intOrString.has(field) && typeof old !== typeof next) return /^\d+$/.test(String(old)) && String(old) === String(next)
  if (!quantityFields.has(field) && !(typeof map === 'string' && (quantityMaps.has(map) || isRange(map, path) || isTarget(map, field))))
    return false
  const amount = quantity(old)
  return amount !== undefined && amount === quantity(next)
}
