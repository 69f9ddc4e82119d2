/** Credentials of nobody, in the forms of their providers. Put together here, so that no file of the repository holds one. */
const body = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0'

export const credentials: Record<string, string> = {
  'aws-access-token': `AKIA${'Q2W3E4R5T6Y7U2I3'}`,
  'gcp-api-key': `AIza${body.slice(0, 35)}`,
  'github-pat': `ghp_${body.slice(0, 36)}`,
  'github-fine-grained-pat': `github_pat_${body}`,
  'gitlab-pat': `glpat-${body.slice(0, 20)}`,
  'slack-token': `xoxb-${body.slice(0, 24)}`,
  'slack-webhook-url': `https://hooks.slack.com/services/${body.slice(0, 30)}`,
  'stripe-access-token': `sk_live_${body.slice(0, 24)}`,
  'npm-access-token': `npm_${body.slice(0, 36)}`,
  'sendgrid-api-token': `SG.${body.slice(0, 22)}.${body}`,
  'vault-service-token': `hvs.${body}`,
  'databricks-api-token': `dapi${'0123456789abcdef'.repeat(2)}`,
  'age-secret-key': `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`,
  '1password-service-account-token': `ops_ey${body}${body}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiJub2JvZHkifQ'}.${body}`,
  'url-userinfo': `postgres://shop:${body.slice(0, 12)}@db:5432/shop`,
  'docker-config': `{"auths":{"registry.example":{"auth":"${body.slice(0, 20)}"}}}`,
  kubeconfig: `client-key-data: ${body}`,
  htpasswd: `nobody:$apr1$${body.slice(0, 8)}$${body.slice(0, 22)}`,
  'private-key': `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${body}\n${body}\n-----END RSA ${'PRIVATE'} KEY-----`,
}
