import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { home, toolPath } from '../../scripts/lib/tools.ts'
import { environments, type Release, releases, values } from '../platform/platform.ts'

/** A chart that renders the values it gets, in place of Argo CD's, which only the network has. */
const chart = join(home, 'tests/fixtures/helmfile')
const { version } = releases['argo-cd'] as Release

describe("the platform's helmfile, read by the real one with the real Helm", () => {
  let helmfile: (...args: string[]) => Promise<string>

  beforeAll(async () => {
    const [program, helm] = await Promise.all([toolPath('helmfile'), toolPath('helm')])
    const folder = (name: string): string => join(inject('run'), 'helmfile', name)
    const env = {
      PATH: `${dirname(helm)}:${process.env.PATH}`,
      HELMFILE_CACHE_HOME: folder('cache'),
      HELM_CACHE_HOME: folder('helm-cache'),
      HELM_CONFIG_HOME: folder('helm-config'),
      HELM_DATA_HOME: folder('helm-data'),
    }
    helmfile = async (...args) => (await promisify(execFile)(program, args, { cwd: join(home, 'platform'), env })).stdout
  })

  test.each(environments)('%s: one release, Argo CD, of the version in versions.yaml; prod is not switched on', async environment => {
    const listed = JSON.parse(await helmfile('--environment', environment, 'list', '--output', 'json'))
    const source = environment === 'offline' ? 'oci://registry.offline.example/charts' : releases['argo-cd']?.source
    expect(listed).toEqual([
      expect.objectContaining({ name: 'argo-cd', namespace: 'argo', chart: `${source}/argo-cd`, version, enabled: environment !== 'prod' }),
    ])
  })

  test.each(environments)('%s: Helm gets the values that the Application has, without ServiceMonitors', async environment => {
    const on = ['--state-values-set', `releases.argo-cd.source=${chart},cluster.enabled=true`]
    const rendered = parse(await helmfile('--environment', environment, '--quiet', ...on, 'template'))
    const { metadata, data } = rendered as { metadata: object; data: { values: string } }
    expect(metadata).toEqual({ name: 'argo-cd', namespace: 'argo' })
    const later = JSON.stringify(values('argo-cd', environment)).replaceAll(
      '"serviceMonitor":{"enabled":true',
      '"serviceMonitor":{"enabled":false',
    )
    expect(JSON.parse(data.values)).toEqual(JSON.parse(later))
  })

  test('prod: nothing is installed while it is not switched on', async () => {
    const refused = helmfile('--environment', 'prod', '--state-values-set', `releases.argo-cd.source=${chart}`, 'template')
    await expect(refused).rejects.toThrow('no releases found')
  })
})
