#!/usr/bin/env node
import { runTool } from '../../scripts/lib/tools.ts'

await runTool('kustomize')
