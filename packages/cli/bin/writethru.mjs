#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// A tsconfig.json in the caller's folder could map our imports to files of theirs.
register({ tsconfig: false });
await import('../src/main.ts');
