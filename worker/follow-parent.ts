// Loaded into every child of the supervisor: when the supervisor is killed, its children stop instead of living on without it.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
