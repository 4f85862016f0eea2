import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { meQuery } from './api/queries';
import { isProblem } from './api/problem';
import { vocabulariesQuery } from './api/vocabularies';
import { Frame } from './frame/frame';
import { Failure, FailurePage, NothingHere, NothingHerePage } from './frame/failure';

type Search = Partial<Record<string, string>>;

/** Every search parameter is text, written as people write addresses: `?status=open`. */
const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Search): string => {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(pairs).toString();
  return text ? `?${text}` : '';
};

const only =
  <K extends string>(...names: K[]) =>
  (search: Search): { [P in K]?: string } =>
    Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : []))) as { [P in K]?: string };

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  notFoundComponent: NothingHerePage,
  errorComponent: FailurePage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: only('next', 'problem'),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('./sign-in/invitation-page'), 'InvitationPage'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Frame,
  errorComponent: FailurePage,
  beforeLoad: async ({ context, location }) => {
    void context.queries.prefetchQuery(vocabulariesQuery);
    try {
      return { me: await context.queries.ensureQueryData(meQuery) };
    } catch (error) {
      if (isProblem(error, 401)) {
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
  },
});

const page = <P extends string>(path: P, load: () => Promise<Record<string, React.ComponentType>>, name: string) =>
  createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, name) });

const incidents = createRoute({
  getParentRoute: () => inside,
  path: '/incidents',
  validateSearch: only(
    'status',
    'severity',
    'tlp',
    'lead',
    'category',
    'tag',
    'q',
    'sort',
    'reportedFrom',
    'reportedTo',
  ),
  component: lazyRouteComponent(() => import('./incidents/incidents-page'), 'IncidentsPage'),
});

const incident = createRoute({
  getParentRoute: () => inside,
  path: '/incidents/$incidentId',
  validateSearch: only('knownAt', 'viewAs'),
  search: { middlewares: [retainSearchParams(['knownAt', 'viewAs'])] },
  component: lazyRouteComponent(() => import('./incident/incident-page'), 'IncidentPage'),
});

const tab = <P extends string>(path: P, load: () => Promise<Record<string, React.ComponentType>>, name: string) =>
  createRoute({ getParentRoute: () => incident, path, component: lazyRouteComponent(load, name) });

const attribution = createRoute({
  getParentRoute: () => incident,
  path: '/attribution',
  validateSearch: only('validAt', 'clocks', 'record', 'from', 'to', 'fromKnownAt', 'toKnownAt'),
  search: { middlewares: [retainSearchParams(['validAt', 'clocks'])] },
  component: lazyRouteComponent(async () => await import('./attribution/attribution-page'), 'AttributionPage'),
});

const history = createRoute({
  getParentRoute: () => incident,
  path: '/history',
  validateSearch: only('size'),
  component: lazyRouteComponent(async () => await import('./ledger/ledger-tab'), 'LedgerTab'),
});

const standing = <P extends string>(path: P, load: () => Promise<Record<string, React.ComponentType>>, name: string) =>
  createRoute({ getParentRoute: () => attribution, path, component: lazyRouteComponent(load, name) });

/** Where claims were before they were part of the attribution. */
const claims = createRoute({
  getParentRoute: () => incident,
  path: '/claims',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/incidents/$incidentId/attribution', params, replace: true, search: true });
  },
});

const assess = createRoute({
  getParentRoute: () => incident,
  path: '/attribution/assess',
  validateSearch: only('step', 'assessment'),
  component: lazyRouteComponent(async () => await import('./assess/assess-page'), 'AssessPage'),
});

const told = createRoute({
  getParentRoute: () => inside,
  path: '/mailbox',
  validateSearch: only('message'),
  component: lazyRouteComponent(() => import('./told/mailbox-page'), 'MailboxPage'),
});

const deliveries = createRoute({
  getParentRoute: () => inside,
  path: '/deliveries',
  validateSearch: only('status'),
  component: lazyRouteComponent(() => import('./told/deliveries-page'), 'DeliveriesPage'),
});

const ledgerPrint = createRoute({
  getParentRoute: () => inside,
  path: '/incidents/$incidentId/ledger/print',
  validateSearch: only('size'),
  component: lazyRouteComponent(async () => await import('./ledger/print-page'), 'PrintPage'),
});

const settings = page('/settings', async () => await import('./settings/settings-page'), 'SettingsPage');
const setting = <P extends string>(path: P, load: () => Promise<Record<string, React.ComponentType>>, name: string) =>
  createRoute({ getParentRoute: () => settings, path, component: lazyRouteComponent(load, name) });

const routeTree = root.addChildren([
  signIn,
  invitation,
  inside.addChildren([
    page('/', async () => await import('./home/home-page'), 'HomePage'),
    incidents,
    page('/incidents/new', async () => await import('./filing/filing-page'), 'FilingPage'),
    page('/incidents/$incidentId/filed', async () => await import('./filing/filed-page'), 'FiledPage'),
    incident.addChildren([
      tab('/', async () => await import('./incident/overview-tab'), 'OverviewTab'),
      tab('/accounts', async () => await import('./incident/accounts-tab'), 'AccountsTab'),
      tab('/disclosures', async () => await import('./incident/disclosures-tab'), 'DisclosuresTab'),
      tab('/evidence', async () => await import('./incident/evidence-tab'), 'EvidenceTab'),
      claims,
      attribution.addChildren([
        standing('/', async () => await import('./attribution/standing-tab'), 'StandingTab'),
        standing('/citations', async () => await import('./attribution/citations-tab'), 'CitationsTab'),
        standing('/ach', async () => await import('./attribution/ach/ach-page'), 'AchPage'),
        standing('/compare', async () => await import('./attribution/compare-tab'), 'CompareTab'),
        standing('/measures', async () => await import('./attribution/measures-tab'), 'MeasuresTab'),
        standing('/history', async () => await import('./attribution/standing-history-tab'), 'StandingHistoryTab'),
      ]),
      assess,
      tab(
        '/attribution/assessments/$assessmentId',
        async () => await import('./assess/assessment-page'),
        'AssessmentPage',
      ),
      tab('/findings', async () => await import('./findings/findings-tab'), 'FindingsTab'),
      tab('/findings/$findingId', async () => await import('./findings/finding-page'), 'FindingPage'),
      tab('/timeline', async () => await import('./incident/timeline-tab'), 'TimelineTab'),
      tab('/tasks', async () => await import('./incident/tasks-tab'), 'TasksTab'),
      tab('/told', async () => await import('./incident/told-tab'), 'ToldTab'),
      history,
      tab('/participants', async () => await import('./incident/participants-tab'), 'ParticipantsTab'),
    ]),
    page('/break-glass', async () => await import('./settings/break-glass-page'), 'BreakGlassPage'),
    page('/reviews', async () => await import('./reviews/reviews-page'), 'ReviewsPage'),
    told,
    deliveries,
    page('/ledger', async () => await import('./ledger/ledger-page'), 'LedgerPage'),
    ledgerPrint,
    settings.addChildren([
      setting('/', async () => await import('./settings/me-section'), 'MeSection'),
      setting('/security', async () => await import('./settings/security-section'), 'SecuritySection'),
      setting('/organization', async () => await import('./settings/organization-section'), 'OrganizationSection'),
      setting('/people', async () => await import('./settings/people-section'), 'PeopleSection'),
      setting('/history', async () => await import('./settings/organization-history'), 'OrganizationHistorySection'),
      setting('/retention', async () => await import('./retention/retention-section'), 'RetentionSection'),
      setting('/stakeholders', async () => await import('./settings/stakeholders-section'), 'StakeholdersSection'),
      setting('/api-keys', async () => await import('./settings/api-keys-section'), 'ApiKeysSection'),
    ]),
  ]),
]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Failure,
    defaultNotFoundComponent: NothingHere,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
