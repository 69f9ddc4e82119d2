import { parse } from 'yaml'
import { readInside } from '../files.ts'

/** A chart that a site needs, from platform/versions.yaml. */
export type BundleChart = { release: string; chart: string; version: string; source: string; namespace: string; values: string[] }

type Release = { chart: string; version: string; source: string; namespace: string }

/** Every chart with its exact version, and the values that an environment gives it. */
export const bundleCharts = (root: string, env: string): BundleChart[] => {
  const { releases = {} } = (parse(readInside(root, 'platform/versions.yaml')?.toString() ?? '') ?? {}) as {
    releases?: Record<string, Release>
  }
  return Object.entries(releases).map(([release, { chart, version, source, namespace }]) => ({
    ...{ release, chart, version, source, namespace },
    values: [`platform/values/${release}.yaml`, `platform/values/${env}/${release}.yaml`].filter(
      file => readInside(root, file) !== undefined,
    ),
  }))
}

/** What `helm template` makes of a chart; the version stands in the name, so that an older one is never read. */
export const renderOf = ({ release, version }: BundleChart): string => `rendered/${release}-${version}.yaml`

/** Where the bundle holds a file of platform/values/. */
export const bundledValues = (file: string): string => file.slice('platform/'.length)

/** The archive that `helm pull` writes. */
export const archiveOf = ({ chart, version }: BundleChart): string => `charts/${chart}-${version}.tgz`

/** The command that fetches a chart. */
export const pullOf = ({ chart, version, source }: BundleChart): string =>
  source.startsWith('oci://')
    ? `helm pull ${source}/${chart} --version ${version} --destination charts`
    : `helm pull ${chart} --repo ${source} --version ${version} --destination charts`
