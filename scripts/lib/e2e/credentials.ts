import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of what the control plane and its clients identify themselves with; made anew for every cluster. */
export type Credentials = {
  kubeconfig: string
  tokens: string
  serviceAccountKey: string
  /** Where kube-apiserver puts the certificate that it signs for itself. */
  certificates: string
  certificate: string
  key: string
}

/**
 * Writes a token, a signing key and a kubeconfig into a folder. There is one user, in `system:masters`, for the harness and the
 * controllers alike: what a role may do is not what these proofs are about.
 */
export const writeCredentials = (folder: string, port: number): Credentials => {
  const token = randomBytes(24).toString('hex')
  const path = (name: string): string => join(folder, name)
  const certificates = path('certificates')
  const certificate = join(certificates, 'apiserver.crt')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const secret = (name: string, content: string): string => {
    writeFileSync(path(name), content, { mode: 0o600 })
    return path(name)
  }
  const named = <T>(name: string, key: string, value: T): object[] => [{ name, [key]: value }]
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('e2e', 'cluster', { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate }),
    users: named('e2e', 'user', { token }),
    contexts: named('e2e', 'context', { cluster: 'e2e', user: 'e2e' }),
    'current-context': 'e2e',
  }
  return {
    kubeconfig: secret('kubeconfig', JSON.stringify(kubeconfig)),
    tokens: secret('tokens.csv', `${token},e2e,e2e,system:masters\n`),
    serviceAccountKey: secret('service-account.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    certificates,
    certificate,
    key: join(certificates, 'apiserver.key'),
  }
}
