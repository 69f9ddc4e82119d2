import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpMethod } from '@kubernetes/client-node'
import { parse } from 'yaml'
import { downloadModules } from '../schemas/modules.ts'
import { byHand, crdFiles } from '../schemas/sources.ts'
import { home } from '../tools.ts'
import type { Api } from './api.ts'
import { eventually } from './eventually.ts'
import { type Live, list } from './objects.ts'

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** The definitions in a file, as the text they are: parsing megabytes of YAML here would take longer than the API server does. */
const definitions = (text: string): { kind: string; text: string }[] =>
  text.split(/^---.*$/m).flatMap(document => {
    const kind = document.match(/^ {4}kind: (\S+)$/m)?.[1]
    return kind && /^kind: CustomResourceDefinition$/m.test(document) ? [{ kind, text: document }] : []
  })

type HandWritten = { spec: { names: { kind: string }; group: string; versions: object[] } & object }

/** The text of the definitions that are written by hand; seed.ts names its folder by it. */
export const handWritten = (): string => readFileSync(join(home, 'tools/schemas', byHand.file), 'utf8')

/** The same as the API server wants them: with a plural, a version that is stored, and no type where a number and a text will do. */
const installable = (text: string): object[] =>
  (parse(text).crds as HandWritten[]).map(({ spec }) => {
    const plural = `${spec.names.kind.toLowerCase()}s`
    const versions = spec.versions.map(version => ({ ...version, storage: true, subresources: { status: {} } }))
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${spec.group}` },
      spec: { ...spec, names: { ...spec.names, plural }, versions },
    }
    return JSON.parse(JSON.stringify(definition), (key, value) => {
      if (value?.['x-kubernetes-int-or-string']) return { 'x-kubernetes-int-or-string': true }
      return key === 'status' && value?.type ? { ...value, 'x-kubernetes-preserve-unknown-fields': true } : value
    })
  })

/**
 * Installs the CustomResourceDefinitions of every custom kind that manifests here may use, from the modules that the offline schemas
 * are generated from, and those written by hand; answers once all are served. Throws when a file lacks a kind that sources.ts names.
 */
export const installCrds = async (api: Api): Promise<void> => {
  const modules = await downloadModules(join(home, 'tools/schemas'))
  const wanted = crdFiles.flatMap(({ module, file, kinds }) => {
    const all = definitions(readFileSync(join(modules.get(module)?.Dir ?? '', file), 'utf8'))
    return kinds.map(kind => {
      const found = all.find(definition => definition.kind === kind)
      if (!found) throw new Error(`${module}/${file} defines no ${kind}`)
      return found
    })
  })
  await Promise.all([
    ...wanted.map(({ text }) => api.request(HttpMethod.POST, path, { body: text, type: 'application/yaml' })),
    ...installable(handWritten()).map(body => api.request(HttpMethod.POST, path, { body })),
  ])
  await eventually(async () => {
    const established = ({ status }: Live): boolean =>
      status?.conditions?.some(
        (condition: { type: string; status: string }) => condition.type === 'Established' && condition.status === 'True',
      )
    const waiting = (await list(api, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition')).filter(crd => !established(crd))
    if (waiting.length > 0) throw new Error(`not served yet: ${waiting.map(crd => crd.metadata.name).join(', ')}`)
  })
}
