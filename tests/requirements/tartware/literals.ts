const secret = /(PASSWORD|SECRET|TOKEN|KEY)$/

/** Names of settings with a literal value that read like a credential, in a workload or a ConfigMap. */
export const literals = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  const { name, value: literal } = value as { name?: unknown; value?: unknown }
  const own = typeof literal === 'string' && secret.test(String(name)) ? [String(name)] : []
  return own.concat(
    Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' && secret.test(key) ? [key] : literals(inner))),
  )
}
