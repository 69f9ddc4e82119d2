import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { Failure } from './failure.ts'
import { type Attempt, get, until, type Waiting } from './http.ts'

type Manifest = {
  kind?: string
  metadata?: { name?: string }
  spec?: {
    rules?: { host?: string }[]
    template?: { spec?: { containers?: { livenessProbe?: { httpGet?: { path?: string } } }[] } }
  }
}

/**
 * Where an app answers in an environment, from what is rendered for it: host of its Ingress, path of its liveness probe.
 * Throws a Failure when the render isn't there or has no such Ingress or probe. A name prefix is allowed.
 */
export const healthUrl = (root: string, env: string, app: string): URL => {
  const file = `tests/golden/${env}/${app}.yaml`
  if (!/^[a-z]+$/.test(env) || !existsSync(join(root, file)))
    throw new Failure(`no rendered ${app} for "${env}" (${file}); name dev, staging, prod or offline, or run: pnpm render --update`)
  const objects = parseAllDocuments(readFileSync(join(root, file), 'utf8')).map(document => document.toJS() as Manifest)
  const named = (kind: string): Manifest | undefined =>
    objects.find(object => object.kind === kind && (object.metadata?.name === app || object.metadata?.name?.endsWith(`-${app}`)))
  const host = named('Ingress')?.spec?.rules?.[0]?.host
  const path = named('Deployment')?.spec?.template?.spec?.containers?.[0]?.livenessProbe?.httpGet?.path
  if (!host || !path) throw new Failure(`${file} has no Ingress host or no liveness path for ${app}`)
  return new URL(path, `https://${host}`)
}

/**
 * Asks the address until it answers 200, certificate verified and no redirect followed.
 * Throws a Failure (exit 1) with the last reason when time is up.
 */
export const smoke = async (url: URL, wait: Waiting): Promise<void> => {
  const result = await until(async (left): Promise<Attempt<true>> => {
    const { status } = await get(url, Math.min(10_000, left), { accept: 'application/json' })
    return status === 200 ? { done: true } : { waiting: `answers ${status}, expected 200` }
  }, wait)
  if ('waiting' in result)
    throw new Failure(`${url} is not well after ${wait.timeoutMs / 1000} s: ${result.waiting}; see docs/operations/runbooks.md`, 1)
}
