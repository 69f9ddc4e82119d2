import type { Service } from './units.ts'

const [Mi, Gi] = [2 ** 20, 2 ** 30]

/** What prod gives each of the five. Source: TARTWARE-32 to 36. */
export const numbers: Record<Service, { pods: number[]; cpu: number; requests: number[]; limits: number[] }> = {
  'api-gateway': { pods: [6, 18], cpu: 55, requests: [0.5, 512 * Mi], limits: [1, Gi] },
  'core-service': { pods: [6, 24], cpu: 55, requests: [1, Gi], limits: [2, 2 * Gi] },
  'logs-service': { pods: [4, 12], cpu: 60, requests: [0.5, 512 * Mi], limits: [1.5, 1.5 * Gi] },
  'reservations-command-service': { pods: [3, 10], cpu: 60, requests: [0.75, 768 * Mi], limits: [1.5, 1.5 * Gi] },
  'settings-service': { pods: [4, 16], cpu: 60, requests: [0.75, 768 * Mi], limits: [1.5, 1.5 * Gi] },
}
