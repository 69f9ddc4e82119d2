/**
 * Credentials that are known by their form. The names in `id` are those of gitleaks' default rules (gitleaks.toml), the forms are the
 * issuers' own; a group named `secret` is what must not be shown, else it is the whole. Every repetition has an end: without one a text of
 * some megabytes overflows the engine's stack.
 */
type Pattern = { id: string; what: string; form: RegExp; code: 'SECRET_CONTENT' | 'SECRET_TOKEN' }

const content = (id: string, what: string, form: RegExp): Pattern => ({ id, what, form, code: 'SECRET_CONTENT' })
const token = (id: string, what: string, form: RegExp): Pattern => ({ id, what, form, code: 'SECRET_TOKEN' })

/** Text that stands for a password and is none: a variable, a template, `<password>`, stars. */
const standIn = String.raw`(?![$<{*%])(?!(?:pass(?:word)?|secret|token|xxx+|\.\.\.|…)@)`

export const patterns: readonly Pattern[] = [
  content('private-key', 'a private key', /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?<secret>[\w+/=\s\\:,.-]{0,20000})/g),
  content('jwt', 'a JSON Web Token', /\bey[A-Za-z0-9_-]{10,2000}\.ey[A-Za-z0-9_-]{10,2000}(?:\.[\w-]{0,2000})?/g),
  content(
    'url-userinfo',
    'a password in a URL',
    new RegExp(String.raw`:\/\/[^/\s:@"'<>{}$]{0,200}:${standIn}(?<secret>[^/\s@"'<>{}]{1,500})@`, 'g'),
  ),
  content('docker-config', 'a registry login', /"auth"\\?\s*:\s*\\?"(?<secret>[A-Za-z0-9+/=]{8,2000})/g),
  content('kubeconfig', "a kubeconfig's client key", /client-key-data["']?\s*:\s*["']?(?<secret>[A-Za-z0-9+/=]{16,2000})/g),
  content(
    'htpasswd',
    'a password hash of htpasswd',
    /\b[\w.@-]{1,64}:(?<secret>\$apr1\$[\w./$]{8,2000}|\$2[abxy]\$\d\d\$[\w./]{20,2000}|\{SHA\}[\w+/=]{20,2000})/g,
  ),
  token('aws-access-token', 'an AWS access key', /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  token('gcp-api-key', 'a Google API key', /\bAIza[\w-]{35}/g),
  token('github-pat', 'a GitHub token', /\bgh[opusr]_[A-Za-z0-9]{36,2000}/g),
  token('github-fine-grained-pat', 'a GitHub token', /\bgithub_pat_\w{22,2000}/g),
  token('gitlab-pat', 'a GitLab token', /\bglpat-[\w-]{20,2000}/g),
  token('slack-token', 'a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,2000}/g),
  token('slack-webhook-url', 'a Slack webhook', /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9+/]{20,2000})/g),
  token('stripe-access-token', 'a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{10,2000}/g),
  token('npm-access-token', 'an npm token', /\bnpm_[A-Za-z0-9]{36}/g),
  token('sendgrid-api-token', 'a SendGrid key', /\bSG\.[\w-]{16,2000}\.[\w-]{16,2000}/g),
  token('vault-service-token', 'a Vault token', /\bhv[bs]\.[\w-]{20,2000}/g),
  token('databricks-api-token', 'a Databricks token', /\bdapi[a-f0-9]{32}\b/g),
  token('age-secret-key', 'an age key', /AGE-SECRET-KEY-1[A-Z0-9]{20,2000}/g),
  token('1password-service-account-token', 'a 1Password token', /\bops_ey[A-Za-z0-9+/=_-]{20,2000}/g),
]

/** One look that says whether any form can be in a text: every form holds one of these. */
const marks =
  /-----BEGIN |\bey[A-Za-z0-9_-]{10,2000}\.ey|:\/\/[^/\s:@"'<>{}$]{0,200}:[^/\s@"'<>{}]{1,500}@|"auth"|client-key-data|\$apr1\$|\$2[abxy]\$|\{SHA\}|A3T|AKIA|ASIA|ABIA|ACCA|AIza|gh[opusr]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack|k_live_|npm_|SG\.|hv[bs]\.|dapi[a-f0-9]|AGE-SECRET|ops_ey/

/** A secret in a text: where its value stands, what it is, and by which rule. */
export type Hit = { code: 'SECRET_CONTENT' | 'SECRET_TOKEN' | 'SECRET_VALUE'; what: string; start: number; end: number }

/** Every credential in a text that is known by its form. */
export const byForm = (text: string): Hit[] =>
  marks.test(text)
    ? patterns.flatMap(({ code, what, id, form }) =>
        [...text.matchAll(form)].map((found): Hit => {
          const secret = found.groups?.secret
          // A private key cut off after its first line is one still.
          const start = found.index + (secret ? found[0].lastIndexOf(secret) : 0)
          return { code, what: `${what} (${id})`, start, end: found.index + found[0].trimEnd().length - (id === 'url-userinfo' ? 1 : 0) }
        }),
      )
    : []
