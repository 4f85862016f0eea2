import { Module } from '@nestjs/common';
import { ClearContent } from './clear-content.js';
import { ContentStore } from './content-store.js';
import { EvidenceContent } from './evidence-content.repository.js';

const OFFERED = [ContentStore, ClearContent, EvidenceContent];

/** The files, for whoever stores or clears them away. */
@Module({ providers: OFFERED, exports: OFFERED })
export class ContentModule {}
