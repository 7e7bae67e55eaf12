// A demonstration of a test's own, whose clock can be put forward: what takes half an hour or a week is seen at once.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The program: QIANMO_BIN names it, or it is the one that cargo built. */
export const program = process.env.QIANMO_BIN ?? join(process.env.CARGO_TARGET_DIR ?? "target", "debug", "qianmo");

/** Whether there is a program to start. */
export const canStart = (): boolean => existsSync(program);

/** A world in a folder of its own. */
export class OwnWorld {
  readonly folder = mkdtempSync(join(tmpdir(), "qianmo-e2e."));
  address = "";
  private server: ChildProcess | undefined;

  /** Starts the program; a new folder is filled first. Its address is told by the program itself. */
  async start(): Promise<void> {
    const server = spawn(program, ["demo", "--size", "small", "--data", this.folder, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
    this.server = server;
    let said = "";
    this.address = await new Promise<string>((found, failed) => {
      server.stdout.on("data", (piece: Buffer) => {
        said += piece.toString();
        const address = /http:\/\/localhost:\d+/.exec(said)?.[0];
        if (address) found(address);
      });
      server.once("exit", (code) => failed(new Error(`the program ended with ${code}: ${said}`)));
    });
    for (let tries = 0; tries < 200; tries++) {
      const ready = await fetch(`${this.address}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the program did not become ready");
  }

  /** Stops the program as a service manager would. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  }

  /** Puts the clock of a stopped world forward. */
  forward(minutes: number): void {
    const file = join(this.folder, "demo.json");
    const mark = JSON.parse(readFileSync(file, "utf8")) as { clock_ahead: number };
    mark.clock_ahead += minutes * 60_000;
    writeFileSync(file, JSON.stringify(mark));
  }

  /** Whoever has this role there. */
  login(role: string): string {
    const all = JSON.parse(readFileSync(join(this.folder, "accounts.json"), "utf8")) as { login: string; role: string }[];
    return all.find((account) => account.role === role)!.login;
  }

  /** Stops it and leaves nothing behind. */
  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
