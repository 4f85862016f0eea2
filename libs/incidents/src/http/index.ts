export { idOf } from './accounts.controller.js';
export { IncidentsHttpModule } from './incidents-http.module.js';
export { AccountDto, HolderDto, LinkDto, MomentQuery, RecordsQuery } from './records.dto.js';
export {
  AccountView,
  LinkView,
  MergerPage,
  MergerView,
  named,
  NamedView,
  PartialTimeView,
  PivotView,
  presentAccount,
  presentMerger,
  presentPivot,
  RecordAbilitiesView,
  type Viewer,
} from './records.view.js';
