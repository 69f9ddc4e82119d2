import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { Failure } from '../failure.ts'
import { type Crd, crdSchemas } from './crd.ts'
import { readEnums } from './enums.ts'
import { kubernetesDefinitions, kubernetesSchemas, type Swagger } from './kubernetes.ts'
import { schemaFile } from './location.ts'
import { goSum, type Module } from './modules.ts'
import { print } from './print.ts'
import type { KindSchema, Schema } from './schema.ts'
import { byHand, crdFiles, kubernetes } from './sources.ts'
import { type Source, table } from './sources-table.ts'

type Read = (module: string, file: string) => string

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const crdsIn = (text: string, kinds: readonly string[], where: string): Crd[] => {
  const crds = parseAllDocuments(text).map(document => document.toJS() as Crd | null)
  return kinds.map(kind => {
    const crd = crds.find(crd => crd?.kind === 'CustomResourceDefinition' && crd.spec.names.kind === kind)
    if (!crd) throw new Failure(`${where} has no CustomResourceDefinition of kind ${kind}; mend scripts/lib/schemas/sources.ts`)
    return crd
  })
}

const reader =
  (modules: ReadonlyMap<string, Module>): Read =>
  (module, file) => {
    const found = modules.get(module)
    if (!found)
      throw new Failure(`tools/schemas/go.mod doesn't require ${module}; add it, or take it out of scripts/lib/schemas/sources.ts`)
    try {
      return readFileSync(join(found.Dir, file), 'utf8')
    } catch {
      throw new Failure(`${module} ${found.Version} has no file ${file}; mend scripts/lib/schemas/sources.ts`)
    }
  }

const kindList = (schemas: readonly KindSchema[]): string =>
  `${JSON.stringify(schemas.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort(), null, 1)}\n`

/**
 * Everything that `pnpm schemas` writes into tools/schemas/, from downloaded modules: path → text. Pure but for reading the modules.
 * @param sourcesMd the SOURCES.md to put the table of sources into
 * @param written the definitions that are written by hand (`byHand` in sources.ts)
 */
export const generate = (modules: ReadonlyMap<string, Module>, sourcesMd: string, written: string): Map<string, string> => {
  const read = reader(modules)
  const swagger = read(kubernetes.module, kubernetes.openapi)
  const go = read(kubernetes.module, kubernetes.enums)
  const openapi: Swagger = JSON.parse(swagger)
  const definitions: { [name: string]: Schema } = kubernetesDefinitions(openapi, readEnums(go))
  const native = kubernetesSchemas(openapi, definitions)
  const source = (module: string, file: string, text: string, schemas: KindSchema[]): Source => ({
    module,
    version: modules.get(module)?.Version ?? '',
    file,
    sha256: sha256(text),
    schemas,
  })
  const sources: Source[] = [
    source(kubernetes.module, kubernetes.openapi, swagger, native),
    source(kubernetes.module, kubernetes.enums, go, []),
    ...crdFiles.map(({ module, file, kinds }) => {
      const text = read(module, file)
      const schemas = crdsIn(text, kinds, `${module} ${file}`).flatMap(crd => crdSchemas(crd, definitions))
      return source(module, file, text, schemas)
    }),
    {
      module: byHand.project,
      version: byHand.version,
      file: `[${byHand.file}](${byHand.file}), by hand`,
      sha256: sha256(written),
      schemas: (parse(written)?.crds ?? []).flatMap((crd: Crd) => crdSchemas(crd, definitions)),
    },
  ]
  const schemas = sources.flatMap(({ schemas }) => schemas)
  return new Map([
    ...schemas.map(({ apiVersion, kind, schema }) => [schemaFile(apiVersion, kind), `${print(schema)}\n`] as const),
    ['kinds.json', kindList(schemas)],
    ['cluster-kinds.json', kindList(schemas.filter(({ namespaced }) => !namespaced))],
    ['go.sum', goSum(modules.values())],
    ['SOURCES.md', table(sourcesMd, sources)],
  ])
}
