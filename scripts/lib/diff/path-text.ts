import type { Step } from './data.ts'

const plainKey = /^[\w-]+$/

const stepText = (step: Step): string => {
  if (typeof step === 'number') return `[${step}]`
  if (typeof step === 'string') return plainKey.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  if ('in' in step) return ` (${step.in}) `
  return `[${Object.entries(step.by)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')}]`
}

/** A path as people write it: `spec.template.spec.containers[name=app].image`, `data["app.yaml"] (yaml) server.port`. */
export const pathText = (path: readonly Step[]): string =>
  path
    .map(stepText)
    .join('')
    .replace(/^\.|(?<=\) )\./g, '')
    .trim()
