/** How a product is given on the command line, for help and errors. */
export const productForm =
  "'name=Vaccine A,gtin=09506000134352,profile=who-storage@1,lot=A1:120:2027-03-31,lot=A2'";
