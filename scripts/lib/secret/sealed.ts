import type { KubeObject } from '../engine.ts'
import { fields, get, type Path } from '../set/fields.ts'
import type { Found } from './objects.ts'

const literals = (object: KubeObject, path: Path, problem: string, may: (key: string, value: string) => boolean): Found[] =>
  Object.entries(fields(get(object, ...path))).flatMap(([key, value]): Found[] =>
    may(key, String(value)) ? [] : [{ code: 'SECRET_SEALED', path: [...path, key], problem, secret: String(value) }],
  )

/** Keys that say where to log in and as whom; with what is the secret. */
const known = /^(?:user(?:name)?|login|name|project|type|url|host|port)$/i

/** A template fills the value in, or it is no secret. */
const filledIn = (key: string, value: string): boolean => value.includes('{{') || known.test(key)

/** S7: objects that stand for a Secret hold its value sealed, or not at all. */
export const sealed = (object: KubeObject): Found[] => {
  const template: Path = ['target', 'template', 'data']
  if (object.kind === 'ExternalSecret') return literals(object, ['spec', ...template], 'is a literal, not from the store', filledIn)
  if (object.kind === 'ClusterExternalSecret')
    return literals(object, ['spec', 'externalSecretSpec', ...template], 'is a literal, not from the store', filledIn)
  if (object.kind !== 'SealedSecret') return []
  const nowhere = (): boolean => false
  return [
    ...['data', 'stringData'].flatMap(field => literals(object, ['spec', 'template', field], 'stands beside the encrypted data', nowhere)),
    ...literals(object, ['spec', 'data'], 'stands beside the encrypted data', nowhere),
    ...literals(
      object,
      ['spec', 'encryptedData'],
      'is not encrypted',
      (_, value) => value.startsWith('Ag') && value.length > 64 && !/[^A-Za-z0-9+/=\s]/.test(value),
    ),
  ]
}
