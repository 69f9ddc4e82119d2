/** Where an app is: the folder that builds alone, its overlay in each environment, all four, and all five. */
export type Overlays = {
  base: string
  dev: string
  staging: string
  prod: string
  offline: string
  environments: string[]
  everywhere: string[]
}

export const overlaysOf = (app: string): Overlays => {
  const base = `apps/${app}`
  const [dev, staging, prod, offline] = [
    `overlays/dev/${app}`,
    `overlays/staging/${app}`,
    `overlays/prod/${app}`,
    `overlays/offline/${app}`,
  ]
  const environments = [dev, staging, prod, offline]
  return { base, dev, staging, prod, offline, environments, everywhere: [base, ...environments] }
}
