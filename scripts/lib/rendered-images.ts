const lists = ['containers', 'initContainers', 'ephemeralContainers']

type Fields = { [key: string]: unknown }
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Images of the containers and image volumes in any object, however deep its pod template lies; each once, sorted. */
export const renderedImages = (objects: readonly unknown[]): string[] => {
  const found = new Set<string>()
  const add = (image: unknown): void => {
    if (typeof image === 'string' && image) found.add(image)
  }
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    if (!isFields(value)) return
    for (const [key, inner] of Object.entries(value)) {
      if (lists.includes(key) && Array.isArray(inner)) for (const container of inner) if (isFields(container)) add(container.image)
      if (key === 'volumes' && Array.isArray(inner))
        for (const volume of inner) if (isFields(volume) && isFields(volume.image)) add(volume.image.reference)
      walk(inner)
    }
  }
  walk(objects)
  return [...found].sort()
}
