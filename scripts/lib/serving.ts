const said = /^\s*serves:\s*["']?(true|false)\b/m

/**
 * Whether an environment serves people, so that what goes there can't be tried first and nothing may vanish with a commit:
 * base/env/<env>/environment.yaml says so (`serves`); where it doesn't, prod and offline do.
 */
export const isServing = (read: (path: string) => string | undefined, env: string): boolean => {
  const answer = said.exec(read(`base/env/${env}/environment.yaml`) ?? '')?.[1]
  return answer === undefined ? ['prod', 'offline'].includes(env) : answer === 'true'
}
