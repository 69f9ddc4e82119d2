import { HttpMethod, PatchStrategy } from '@kubernetes/client-node'
import type { KubeObject } from '../engine.ts'
import { type Api, ApiError, objectPath, type Ref } from './api.ts'

/** A live object, or part of one. */
export type Live = KubeObject & {
  metadata: KubeObject['metadata'] & {
    annotations?: { [name: string]: string }
    labels?: { [name: string]: string }
    resourceVersion: string
    uid: string
  }
  // biome-ignore lint/suspicious/noExplicitAny: proofs and stand-ins read fields of many kinds, and a wrong one fails them
  [field: string]: any
}

/**
 * Server-side apply, strict about unknown fields.
 * @param options `dryRun`: the server judges and stores nothing; `force`: take over fields of other managers, as Argo CD does
 * @returns the object as stored, and the server's warnings (Pod Security's among them)
 * Throws an ApiError when it is refused.
 */
export const apply = async (
  api: Api,
  object: KubeObject,
  options: { dryRun?: boolean; force?: boolean; manager?: string } = {},
): Promise<{ object: Live; warnings: string[] }> => {
  const query = { fieldManager: options.manager ?? 'e2e', force: String(options.force ?? true), fieldValidation: 'Strict' }
  const { body, warnings } = await api.request(HttpMethod.PATCH, await objectPath(api, object), {
    query: options.dryRun ? { ...query, dryRun: 'All' } : query,
    body: object,
    type: PatchStrategy.ServerSideApply,
  })
  return { object: body as Live, warnings }
}

/** Reads an object. Throws an ApiError with status 404 when there is none. */
export const get = async (api: Api, ref: Ref): Promise<Live> => (await api.request(HttpMethod.GET, await objectPath(api, ref))).body as Live

/** Reads an object; nothing when there is none. */
export const find = async (api: Api, ref: Ref): Promise<Live | undefined> => {
  try {
    return await get(api, ref)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

/** All objects of a kind, of one namespace or of all, or those with labels as in `app=a,tier=b`. */
export const list = async (
  api: Api,
  apiVersion: string,
  kind: string,
  { namespace, labels }: { namespace?: string; labels?: string } = {},
): Promise<Live[]> => {
  const query: { [name: string]: string } = labels === undefined ? {} : { labelSelector: labels }
  const { body } = await api.request(HttpMethod.GET, await api.path(apiVersion, kind, namespace), { query })
  return (body as { items: Live[] }).items.map(item => ({ ...item, apiVersion, kind }))
}

/** Changes fields of an object by a JSON merge patch (`null` removes), or of its status; what a hand edit does. */
export const patch = async (api: Api, ref: Ref, change: object, subresource?: 'status'): Promise<Live> => {
  const path = await objectPath(api, ref)
  const type = PatchStrategy.MergePatch
  return (await api.request(HttpMethod.PATCH, subresource ? `${path}/${subresource}` : path, { body: change, type })).body as Live
}

/** Deletes an object and, in the background, what it owns. Nothing happens when there is none. */
export const remove = async (api: Api, ref: Ref): Promise<void> => {
  try {
    await api.request(HttpMethod.DELETE, await objectPath(api, ref), { query: { propagationPolicy: 'Background' } })
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error
  }
}
