/** The same keys as the source, with any text: a missing or extra key in a translation does not compile. */
export type MessagesLike<Source> = {
  [Key in keyof Source]: Source[Key] extends string ? string : MessagesLike<Source[Key]>;
};

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];
