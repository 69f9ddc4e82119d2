import { type Fields, fields, list, strings } from './fields.ts'

/** Whether labels have every pair of a Service's selector or of matchLabels. */
export const hasAll = (labels: Fields, wanted: Fields): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value)

/** Whether a label selector (matchLabels and matchExpressions) takes these labels; an empty one takes all, as in Kubernetes. */
export const selects = (selector: unknown, labels: Fields): boolean => {
  const { matchLabels, matchExpressions } = fields(selector)
  return hasAll(labels, fields(matchLabels)) && list(matchExpressions).every(one => fits(one, labels))
}

const fits = ({ key, operator, values }: Fields, labels: Fields): boolean => {
  const value = labels[String(key)]
  const among = value !== undefined && strings(values).includes(String(value))
  if (operator === 'In') return among
  if (operator === 'NotIn') return !among
  return (operator === 'Exists') === (value !== undefined)
}

/** Whether a selector names nothing and so takes everything. */
export const takesAll = (selector: unknown): boolean => {
  const { matchLabels, matchExpressions } = fields(selector)
  return Object.keys(fields(matchLabels)).length === 0 && list(matchExpressions).length === 0
}

/** Anything may stand in a field, an object that can't become text too. */
const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A selector in a message: `app=api, tier in (a, b)`. */
export const selectorText = (selector: unknown): string => {
  const { matchLabels, matchExpressions } = fields(selector)
  const pairs = Object.entries(fields(matchLabels)).map(([key, value]) => `${key}=${said(value)}`)
  const expressions = list(matchExpressions).map(({ key, operator, values }) =>
    `${said(key)} ${said(operator)} ${strings(values).join('|')}`.trim(),
  )
  return [...pairs, ...expressions].join(', ')
}
