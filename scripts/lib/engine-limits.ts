/** Seconds for one unit and bytes for one engine, unless told. Source of 30 s: wall limit of hazard H7. */
export const usualLimits = { timeLimit: 30, memoryLimit: 2 ** 30 }
