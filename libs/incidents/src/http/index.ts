export { countVersions, VersionsGuard } from './count-versions.js';
export { IncidentsHttpModule } from './incidents-http.module.js';
export {
  AccountDto,
  HolderDto,
  LinkDto,
  MomentQuery,
  RecordsOnTwoClocksQuery,
  RecordsQuery,
  TwoClocksQuery,
} from './records.dto.js';
export {
  AccountView,
  DependentView,
  LinkView,
  MergerPage,
  MergerView,
  named,
  NamedView,
  PartialTimeView,
  PivotView,
  presentAccount,
  presentDependents,
  presentMarking,
  presentMerger,
  presentPivot,
  RecordAbilitiesView,
  type Viewer,
} from './records.view.js';
