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
  /** The addresses of the files of cities: `large`, `medium`, and the tiles of towns. */
  const addresses: { readonly [name: string]: string | undefined };
  export default addresses;
}
