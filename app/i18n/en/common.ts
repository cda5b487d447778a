export const common = {
  none: "–",
  action: {
    close: "Close",
    cancel: "Cancel",
    save: "Save changes",
    copy: "Copy {{what}}",
    copied: "Copied",
    retry: "Try again",
    back: "Back",
    remove: "Remove",
  },
  field: { optional: "(optional)" },
  state: { loading: "Loading", saved: "Saved" },
  error: { id: "error id" },
  role: { owner: "Owner", admin: "Admin", editor: "Editor", viewer: "Viewer" },
  language: { en: "English", de: "Deutsch" },
};
