import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModulesContainer } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { DEMAND, type Demand } from '@app/access/http';

/** A route of the API with what it demands. */
export interface RouteDemand {
  readonly method: string;
  readonly path: string;
  readonly demand: Demand;
}

/**
 * Every route with its demand, sorted.
 *
 * @throws {Error} where a route declares none: the API does not start with an open door.
 */
export function requireDemands(app: NestFastifyApplication): RouteDemand[] {
  const routes: RouteDemand[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      routes.push(...routesOf(metatype as new () => object));
    }
  }
  return routes.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

function routesOf(controller: new () => object): RouteDemand[] {
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
  const handlers = Object.getOwnPropertyNames(controller.prototype).map(
    (name) => (controller.prototype as Record<string, object>)[name],
  );
  return handlers.flatMap((handler) => {
    const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
    if (method === undefined || !handler) {
      return [];
    }
    const path = `/${base}/${Reflect.getMetadata(PATH_METADATA, handler) as string}`
      .replaceAll(/\/{2,}/g, '/')
      .replace(/(.)\/$/, '$1');
    const demand = (Reflect.getMetadata(DEMAND, handler) ?? Reflect.getMetadata(DEMAND, controller)) as
      Demand | undefined;
    if (!demand) {
      throw new Error(
        `${RequestMethod[method]} ${path} declares nothing of access: @Requires, @RequiresInOrganization, @SignedIn or @Public.`,
      );
    }
    if (demand.of === 'case' && !path.includes(':incidentId')) {
      throw new Error(`${path} demands a right in a case, and its address names none.`);
    }
    if (demand.of === 'organization' && !path.includes(':organizationId')) {
      throw new Error(`${path} demands a right in an organization, and its address names none.`);
    }
    return [{ method: RequestMethod[method] as string, path, demand }];
  });
}
