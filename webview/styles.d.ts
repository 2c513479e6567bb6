/** The bundler puts imported style sheets into a file of their own; importing one gives nothing. */
declare module '*.css';
