<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Settings</name>
    <message>
        <source>Loopback address the proxy listens on</source>
        <translation>Loopback-Adresse, an der der Proxy lauscht</translation>
    </message>
    <message>
        <source>Port the proxy listens on; 0 means any free one</source>
        <translation>Port, an dem der Proxy lauscht; 0 heißt irgendein freier</translation>
    </message>
    <message>
        <source>Base URL requests are sent to; empty: chosen by the kind of login</source>
        <translation>Basis-URL, an die Anfragen gehen; leer: je nach Anmeldung</translation>
    </message>
    <message>
        <source>HTTP client: our own (direct) or Qt&apos;s (stock)</source>
        <translation>HTTP-Client: unser eigener (direct) oder der von Qt (stock)</translation>
    </message>
    <message>
        <source>Longest wait for a connection to the upstream, milliseconds</source>
        <translation>Längste Wartezeit auf eine Verbindung zum Upstream, Millisekunden</translation>
    </message>
    <message>
        <source>Longest wait for the first byte of an answer, milliseconds</source>
        <translation>Längste Wartezeit auf das erste Byte einer Antwort, Millisekunden</translation>
    </message>
    <message>
        <source>Longest silence inside an answer, milliseconds</source>
        <translation>Längste Stille innerhalb einer Antwort, Millisekunden</translation>
    </message>
    <message>
        <source>PEM file with additional certificate authorities</source>
        <translation>PEM-Datei mit weiteren Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>Longest time a client may take for a request head, milliseconds</source>
        <translation>Längste Zeit, die ein Client für den Kopf einer Anfrage brauchen darf, Millisekunden</translation>
    </message>
    <message>
        <source>Longest silence inside a request body, milliseconds</source>
        <translation>Längste Stille innerhalb eines Anfrageinhalts, Millisekunden</translation>
    </message>
    <message>
        <source>How long an idle client connection is kept, milliseconds</source>
        <translation>Wie lange eine ruhende Client-Verbindung gehalten wird, Millisekunden</translation>
    </message>
    <message>
        <source>Largest request body, bytes as sent</source>
        <translation>Größter Anfrageinhalt, Bytes wie gesendet</translation>
    </message>
    <message>
        <source>Most client connections at a time</source>
        <translation>Höchstzahl gleichzeitiger Client-Verbindungen</translation>
    </message>
    <message>
        <source>How long a stop waits for running requests, milliseconds</source>
        <translation>Wie lange das Anhalten auf laufende Anfragen wartet, Millisekunden</translation>
    </message>
    <message>
        <source>upstream.caFile: %1 holds no certificate in PEM form; correct the path</source>
        <translation>upstream.caFile: %1 enthält kein Zertifikat in PEM-Form; berichtigen Sie den Pfad</translation>
    </message>
    <message>
        <source>WebSockets: refused with 426, so that Codex uses HTTP (refuse), or carried (tunnel)</source>
        <translation>WebSockets: mit 426 abgelehnt, damit Codex HTTP benutzt (refuse), oder durchgeleitet (tunnel)</translation>
    </message>
    <message>
        <source>Word that requests must carry in X-Codex-Plus-Token; empty: none</source>
        <translation>Wort, das Anfragen in X-Codex-Plus-Token tragen müssen; leer: keines</translation>
    </message>
    <message>
        <source>Whether the upstream may be in a private network</source>
        <translation>Ob der Upstream in einem privaten Netz sein darf</translation>
    </message>
    <message>
        <source>HTTP proxy to the upstream: http://[user:password@]host:port, or environment; empty: none</source>
        <translation>HTTP-Proxy zum Upstream: http://[Benutzer:Passwort@]Host:Port oder environment; leer: keiner</translation>
    </message>
    <message>
        <source>Whether a connection to an https upstream is opened before the first request</source>
        <translation>Ob vor der ersten Anfrage eine Verbindung zu einem https-Upstream geöffnet wird</translation>
    </message>
    <message>
        <source>How long a client may take nothing of its answer, milliseconds</source>
        <translation>Wie lange ein Client nichts von seiner Antwort abnehmen darf, Millisekunden</translation>
    </message>
    <message>
        <source>Most requests on their way at a time; 0 means any number</source>
        <translation>Höchstzahl gleichzeitig laufender Anfragen; 0 heißt beliebig viele</translation>
    </message>
    <message>
        <source>proxy.clientToken holds other characters than ASCII letters, digits and punctuation; use some of these, for example the output of openssl rand -hex 32</source>
        <translation>proxy.clientToken enthält andere Zeichen als ASCII-Buchstaben, Ziffern und Satzzeichen; verwenden Sie nur diese, zum Beispiel die Ausgabe von openssl rand -hex 32</translation>
    </message>
    <message>
        <source>What is kept of requests and answers on this computer</source>
        <translation>Was von Anfragen und Antworten auf diesem Rechner aufbewahrt wird</translation>
    </message>
    <message>
        <source>Largest store of recorded requests, bytes; the oldest make room</source>
        <translation>Größe der Aufzeichnung höchstens, Bytes; die ältesten Anfragen machen Platz</translation>
    </message>
    <message>
        <source>Recorded requests older than this many days are removed</source>
        <translation>Aufgezeichnete Anfragen, die älter als so viele Tage sind, werden entfernt</translation>
    </message>
    <message>
        <source>Whether the status line that settings.json of .codexplus or .claude defines is shown</source>
        <translation>Ob die Statuszeile gezeigt wird, die settings.json von .codexplus oder .claude bestimmt</translation>
    </message>
    <message>
        <source>Whether a status line from git is shown where none is defined</source>
        <translation>Ob eine Statuszeile von git gezeigt wird, wo keine bestimmt ist</translation>
    </message>
    <message>
        <source>Whether slash commands in prompts are expanded</source>
        <translation>Ob Slash-Befehle in Eingaben ausgeführt werden</translation>
    </message>
    <message>
        <source>Number of the first argument in the files of slash commands: $0, $1, or by the file (auto)</source>
        <translation>Nummer des ersten Arguments in den Dateien von Slash-Befehlen: $0, $1 oder je nach Datei (auto)</translation>
    </message>
    <message>
        <source>Whether the hooks of settings files run</source>
        <translation>Ob die Hooks der Einstellungsdateien laufen</translation>
    </message>
    <message>
        <source>How many days what hooks and commands did to prompts is kept on this computer after it was last needed; 0: in memory only</source>
        <translation>Wie viele Tage auf diesem Rechner behalten wird, was Hooks und Befehle mit Prompts gemacht haben, seit es zuletzt gebraucht wurde; 0: nur im Speicher</translation>
    </message>
</context>
<context>
    <name>cpx</name>
    <message>
        <source>a hook stopped it</source>
        <translation>ein Hook hat ihn angehalten</translation>
    </message>
    <message>
        <source>The call of %1 was blocked: %2</source>
        <translation>Der Aufruf von %1 wurde verhindert: %2</translation>
    </message>
    <message>
        <source>updatedInput of %1 is ignored, it does not fit the tool %2; correct the hook</source>
        <translation>updatedInput von %1 wird nicht beachtet, es passt nicht zum Werkzeug %2; den Hook berichtigen</translation>
    </message>
    <message>
        <source>A hook stopped the turn.</source>
        <translation>Ein Hook hat diesen Durchgang beendet.</translation>
    </message>
    <message>
        <source>CODEX_PLUS_CODEX names %1, which is no program; correct or unset it</source>
        <translation>CODEX_PLUS_CODEX nennt %1, und das ist kein Programm; berichtigen oder entfernen Sie die Variable</translation>
    </message>
    <message>
        <source>the Codex CLI is not on PATH; install it with npm install -g @openai/codex</source>
        <translation>das Codex CLI ist nicht im PATH; installieren Sie es mit npm install -g @openai/codex</translation>
    </message>
    <message>
        <source>Control center and local proxy for Codex.</source>
        <translation>Leitstand und lokaler Proxy für Codex.</translation>
    </message>
    <message>
        <source>Answer with a built-in model: no account, no network.</source>
        <translation>Mit einem eingebauten Modell antworten: kein Konto, kein Netz.</translation>
    </message>
    <message>
        <source>Start in the tray, where there is one.</source>
        <translation>In der Ablage starten, wo es eine gibt.</translation>
    </message>
    <message>
        <source>Do not start the proxy.</source>
        <translation>Den Proxy nicht starten.</translation>
    </message>
    <message>
        <source>Language of the window: en or de.</source>
        <translation>Sprache des Fensters: en oder de.</translation>
    </message>
    <message>
        <source>See codex-plus-center --help.</source>
        <translation>Siehe codex-plus-center --help.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Unerwartetes Argument: %1</translation>
    </message>
    <message>
        <source>Codex-Plus cannot start</source>
        <translation>Codex-Plus kann nicht starten</translation>
    </message>
    <message>
        <source>No translation for “%1”; using English.</source>
        <translation>Keine Übersetzung für „%1“; es bleibt bei Englisch.</translation>
    </message>
    <message>
        <source>Cannot write %1. Set CODEX_PLUS_RUNTIME_DIR to a directory of your own.</source>
        <translation>%1 kann nicht geschrieben werden. Setzen Sie CODEX_PLUS_RUNTIME_DIR auf ein eigenes Verzeichnis.</translation>
    </message>
    <message>
        <source>Codex-Plus is running already but does not answer. End that process, or remove %1.</source>
        <translation>Codex-Plus läuft bereits, antwortet aber nicht. Beenden Sie jenen Prozess, oder entfernen Sie %1.</translation>
    </message>
    <message>
        <source>%1 is a symbolic link; replace it by a directory of your own</source>
        <translation>%1 ist ein symbolischer Verweis; ersetzen Sie ihn durch ein eigenes Verzeichnis</translation>
    </message>
    <message>
        <source>%1 is not a directory; move it away</source>
        <translation>%1 ist kein Verzeichnis; schaffen Sie es beiseite</translation>
    </message>
    <message>
        <source>the directory %1 cannot be created: %2; check its parent&apos;s permissions</source>
        <translation>das Verzeichnis %1 kann nicht angelegt werden: %2; prüfen Sie die Rechte des übergeordneten</translation>
    </message>
    <message>
        <source>the directory %1 cannot be created; check its parent&apos;s permissions</source>
        <translation>das Verzeichnis %1 kann nicht angelegt werden; prüfen Sie die Rechte des übergeordneten</translation>
    </message>
    <message>
        <source>the directory %1 cannot be read: %2; check its permissions</source>
        <translation>das Verzeichnis %1 kann nicht gelesen werden: %2; prüfen Sie seine Rechte</translation>
    </message>
    <message>
        <source>%1 belongs to another user; choose another directory</source>
        <translation>%1 gehört einem anderen Benutzer; wählen Sie ein anderes Verzeichnis</translation>
    </message>
    <message>
        <source>%1 cannot be made private: %2; run chmod 700 on it</source>
        <translation>%1 lässt sich nicht privat machen: %2; führen Sie chmod 700 darauf aus</translation>
    </message>
    <message>
        <source>must be a text in double quotes</source>
        <translation>muss ein Text in doppelten Anführungszeichen sein</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>muss true oder false sein</translation>
    </message>
    <message>
        <source>must be one of: %1</source>
        <translation>muss eines hiervon sein: %1</translation>
    </message>
    <message>
        <source>must be a whole number from %1 to %2</source>
        <translation>muss eine ganze Zahl von %1 bis %2 sein</translation>
    </message>
    <message>
        <source>%1 does not exist</source>
        <translation>%1 gibt es nicht</translation>
    </message>
    <message>
        <source>%1 is not a regular file; move it away</source>
        <translation>%1 ist keine gewöhnliche Datei; schaffen Sie sie beiseite</translation>
    </message>
    <message>
        <source>%1 is larger than %2 KiB; shorten it, or move it away</source>
        <translation>%1 ist größer als %2 KiB; kürzen Sie die Datei, oder schaffen Sie sie beiseite</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2; check its permissions</source>
        <translation>%1 kann nicht gelesen werden: %2; prüfen Sie die Rechte</translation>
    </message>
    <message>
        <source>%1 grew beyond %2 KiB; shorten it, or move it away</source>
        <translation>%1 ist über %2 KiB hinausgewachsen; kürzen Sie die Datei, oder schaffen Sie sie beiseite</translation>
    </message>
    <message>
        <source>%1 cannot be saved: %2; check permissions and free space</source>
        <translation>%1 kann nicht gespeichert werden: %2; prüfen Sie Rechte und freien Platz</translation>
    </message>
    <message>
        <source>The zstd data decodes to more than %1 times its size: refused as a decompression bomb.</source>
        <translation>Die zstd-Daten ergeben entpackt mehr als das %1fache ihrer Größe: als Dekompressionsbombe abgelehnt.</translation>
    </message>
    <message>
        <source>The zstd data is damaged or not zstd at all (%1, near byte %2).</source>
        <translation>Die zstd-Daten sind beschädigt oder gar kein zstd (%1, bei Byte %2).</translation>
    </message>
    <message>
        <source>The zstd data ends in the middle of a frame (after %1 bytes).</source>
        <translation>Die zstd-Daten enden mitten in einem Rahmen (nach %1 Bytes).</translation>
    </message>
    <message>
        <source>A client</source>
        <translation>Ein Client</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>ein Modell</translation>
    </message>
    <message>
        <source>%1 asked %2 for a turn</source>
        <translation>%1 fragte %2 nach einem Zug</translation>
    </message>
    <message>
        <source>%1 asked %2 for the title of a thread</source>
        <translation>%1 fragte %2 nach dem Titel eines Gesprächs</translation>
    </message>
    <message>
        <source>%1 asked %2 to compact a conversation</source>
        <translation>%1 bat %2, ein Gespräch zu verdichten</translation>
    </message>
    <message>
        <source>A sub-agent of %1 asked %2 for a turn</source>
        <translation>Ein Unteragent von %1 fragte %2 nach einem Zug</translation>
    </message>
    <message>
        <source>%1 asked for the list of models</source>
        <translation>%1 fragte nach der Liste der Modelle</translation>
    </message>
    <message>
        <source>%1 tried to open a WebSocket</source>
        <translation>%1 versuchte, einen WebSocket zu öffnen</translation>
    </message>
    <message>
        <source>%1 sent %2</source>
        <translation>%1 sandte %2</translation>
    </message>
    <message>
        <source>No answer yet after %1.</source>
        <translation>Nach %1 noch keine Antwort.</translation>
    </message>
    <message>
        <source>The answer (status %1) began after %2 and is still coming in: %3 so far.</source>
        <translation>Die Antwort (Status %1) begann nach %2 und strömt noch ein: bisher %3.</translation>
    </message>
    <message>
        <source>Codex-Plus answered by itself with status %1; nothing was sent upstream.</source>
        <translation>Codex-Plus antwortete selbst mit Status %1; an den Upstream ging nichts.</translation>
    </message>
    <message>
        <source>The answer (status %1) began after %2 and was complete after %3, %4 in all.</source>
        <translation>Die Antwort (Status %1) begann nach %2 und war nach %3 vollständig, insgesamt %4.</translation>
    </message>
    <message>
        <source>It failed after %1.</source>
        <translation>Sie schlug nach %1 fehl.</translation>
    </message>
    <message>
        <source>The client left after %1, before the end.</source>
        <translation>Der Client ging nach %1, vor dem Ende.</translation>
    </message>
    <message>
        <source>Request %1 · %2</source>
        <translation>Anfrage %1 · %2</translation>
    </message>
    <message>
        <source>The server answered with HTTP status %1.</source>
        <translation>Der Server antwortete mit HTTP-Status %1.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1, effort %2</source>
        <translation>%1, Aufwand %2</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>Gesandt an</translation>
    </message>
    <message>
        <source>nobody, answered by Codex-Plus</source>
        <translation>niemanden, von Codex-Plus beantwortet</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Anfrageinhalt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>First byte after</source>
        <translation>Erstes Byte nach</translation>
    </message>
    <message>
        <source>Streaming took</source>
        <translation>Einströmen dauerte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Zug</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Compaction</source>
        <translation>Verdichtung</translation>
    </message>
    <message>
        <source>Sub-agent</source>
        <translation>Unteragent</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Other</source>
        <comment>kind of request</comment>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>Unknown filter “%1:”. Known are %2; put other text in quotes.</source>
        <translation>Unbekannter Filter „%1:“. Bekannt sind %2; anderer Text gehört in Anführungszeichen.</translation>
    </message>
    <message>
        <source>“%1:” needs a value.</source>
        <translation>„%1:“ braucht einen Wert.</translation>
    </message>
    <message>
        <source>“since:%1”: write a time such as 30m, 1h or 2d.</source>
        <translation>„since:%1“: Schreiben Sie eine Zeit wie 30m, 1h oder 2d.</translation>
    </message>
    <message>
        <source>“slow:%1”: write a time such as &gt;500ms or &gt;2s.</source>
        <translation>„slow:%1“: Schreiben Sie eine Zeit wie &gt;500ms oder &gt;2s.</translation>
    </message>
    <message>
        <source>“status:%1”: write a status such as 400 or a class such as 5xx.</source>
        <translation>„status:%1“: Schreiben Sie einen Status wie 400 oder eine Klasse wie 5xx.</translation>
    </message>
    <message>
        <source>“kind:%1” is unknown. Kinds are %2.</source>
        <translation>„kind:%1“ ist unbekannt. Arten sind %2.</translation>
    </message>
    <message>
        <source>“state:%1” is unknown. States are %2.</source>
        <translation>„state:%1“ ist unbekannt. Zustände sind %2.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>vor %1 Tagen</translation>
    </message>
    <message>
        <source>%1 (process %2)</source>
        <translation>%1 (Prozess %2)</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>einem anderen Prozess</translation>
    </message>
    <message>
        <source>port %1 is already used by %2; stop it, or choose another port with --port or proxy.port</source>
        <translation>Port %1 wird schon von %2 benutzt; beenden Sie das Programm, oder wählen Sie mit --port oder proxy.port einen anderen Port</translation>
    </message>
    <message>
        <source>the upstream URL &quot;%1&quot; cannot be used: %2</source>
        <translation>die Upstream-URL „%1“ ist nicht brauchbar: %2</translation>
    </message>
    <message>
        <source>it is no URL of a host; write it like https://api.openai.com/v1</source>
        <translation>sie ist keine URL eines Rechners; schreiben Sie sie wie https://api.openai.com/v1</translation>
    </message>
    <message>
        <source>its scheme is neither https nor http; write https://</source>
        <translation>ihr Schema ist weder https noch http; schreiben Sie https://</translation>
    </message>
    <message>
        <source>it contains a user name or password; remove them</source>
        <translation>sie enthält Benutzername oder Kennwort; entfernen Sie sie</translation>
    </message>
    <message>
        <source>it has a query or fragment; end it with the path</source>
        <translation>sie hat eine Abfrage oder ein Fragment; lassen Sie sie mit dem Pfad enden</translation>
    </message>
    <message>
        <source>its port is 0; use one from 1 to 65535</source>
        <translation>ihr Port ist 0; verwenden Sie einen von 1 bis 65535</translation>
    </message>
    <message>
        <source>http would send your credentials in the clear; use https</source>
        <translation>http würde Ihre Zugangsdaten unverschlüsselt senden; verwenden Sie https</translation>
    </message>
    <message>
        <source>Close Codex-Plus</source>
        <translation>Codex-Plus schließen</translation>
    </message>
    <message>
        <source>Keep Codex-Plus running in the tray?</source>
        <translation>Soll Codex-Plus in der Ablage weiterlaufen?</translation>
    </message>
    <message>
        <source>Codex needs the proxy as long as its configuration points to it. Your answer is remembered; you can change it in the File menu.</source>
        <translation>Codex braucht den Proxy, solange seine Konfiguration auf ihn zeigt. Ihre Antwort wird gemerkt; im Menü Datei können Sie sie ändern.</translation>
    </message>
    <message>
        <source>&amp;Keep Running</source>
        <translation>&amp;Weiterlaufen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>About Codex-Plus</source>
        <translation>Über Codex-Plus</translation>
    </message>
    <message>
        <source>Codex-Plus %1</source>
        <translation>Codex-Plus %1</translation>
    </message>
    <message>
        <source>A local proxy and control center for Codex.

No telemetry. Codex-Plus connects to the upstream your requests are meant for, and to nothing else.

Free software under the GNU General Public License, version 3 or later. Made with Qt %1.</source>
        <translation>Ein lokaler Proxy und Leitstand für Codex.

Keine Telemetrie. Codex-Plus verbindet sich mit dem Upstream, für den Ihre Anfragen bestimmt sind, und mit nichts sonst.

Freie Software unter der GNU General Public License, Version 3 oder später. Gemacht mit Qt %1.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Draining</source>
        <translation>Läuft aus</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Start Proxy</source>
        <translation>Proxy starten</translation>
    </message>
    <message>
        <source>Stop Proxy</source>
        <translation>Proxy anhalten</translation>
    </message>
    <message>
        <source>Stop Now</source>
        <translation>Sofort anhalten</translation>
    </message>
    <message>
        <source>Cannot read %1: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is damaged and cannot be set aside. The window starts with its defaults.</source>
        <translation>%1 ist beschädigt und lässt sich nicht beiseite schaffen. Das Fenster beginnt mit seinen Vorgaben.</translation>
    </message>
    <message>
        <source>The saved window layout was damaged. It was kept as %1; the window starts with its defaults.</source>
        <translation>Die gespeicherte Fensteraufteilung war beschädigt. Sie liegt nun unter %1; das Fenster beginnt mit seinen Vorgaben.</translation>
    </message>
    <message>
        <source>Cannot save %1: %2</source>
        <translation>%1 kann nicht gespeichert werden: %2</translation>
    </message>
    <message>
        <source>something else than Codex-Plus answers at %1</source>
        <translation>unter %1 antwortet etwas anderes als Codex-Plus</translation>
    </message>
    <message>
        <source>Loopback address to listen on (default 127.0.0.1).</source>
        <translation>Loopback-Adresse, an der gelauscht wird (Vorgabe 127.0.0.1).</translation>
    </message>
    <message>
        <source>Port to listen on; 0 means any free one (default 10000).</source>
        <translation>Port, an dem gelauscht wird; 0 heißt irgendein freier (Vorgabe 10000).</translation>
    </message>
    <message>
        <source>Base URL requests are sent to (default: by the kind of login).</source>
        <translation>Basis-URL, an die Anfragen gehen (Vorgabe: je nach Anmeldung).</translation>
    </message>
    <message>
        <source>Settings file (default: settings.json in the configuration directory).</source>
        <translation>Einstellungsdatei (Vorgabe: settings.json im Konfigurationsverzeichnis).</translation>
    </message>
    <message>
        <source>Directory for what the program keeps.</source>
        <translation>Verzeichnis für das, was das Programm aufbewahrt.</translation>
    </message>
    <message>
        <source>Override a setting for this run; may be repeated.</source>
        <translation>Eine Einstellung für diesen Lauf überschreiben; mehrfach möglich.</translation>
    </message>
    <message>
        <source>Project directory this run is for.</source>
        <translation>Projektverzeichnis, für das dieser Lauf ist.</translation>
    </message>
    <message>
        <source>--config: %1 does not exist; correct the path</source>
        <translation>--config: %1 gibt es nicht; berichtigen Sie den Pfad</translation>
    </message>
    <message>
        <source>%1: the setting %2 is unknown and ignored (see codex-plus serve --help)</source>
        <translation>%1: Die Einstellung %2 ist unbekannt und bleibt unbeachtet (siehe codex-plus serve --help)</translation>
    </message>
    <message>
        <source>--project: %1 is no directory; correct the path</source>
        <translation>--project: %1 ist kein Verzeichnis; berichtigen Sie den Pfad</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>%1 kann nicht gestartet werden: %2</translation>
    </message>
    <message>
        <source>there is no home directory, HOME is not set; set HOME, or %1</source>
        <translation>es gibt kein Heimatverzeichnis, HOME ist nicht gesetzt; setzen Sie HOME oder %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>%1 is empty; write {} for the defaults, or remove the file</source>
        <translation>%1 ist leer; schreiben Sie {} für die Vorgaben, oder entfernen Sie die Datei</translation>
    </message>
    <message>
        <source>%1, line %2, column %3: %4; correct it, or move the file away</source>
        <translation>%1, Zeile %2, Spalte %3: %4; berichtigen Sie das, oder schaffen Sie die Datei beiseite</translation>
    </message>
    <message>
        <source>%1 does not hold a JSON object; it must begin with { and end with }</source>
        <translation>%1 enthält kein JSON-Objekt; es muss mit { beginnen und mit } enden</translation>
    </message>
    <message>
        <source>%1, line %2: %3; correct it</source>
        <translation>%1, Zeile %2: %3; berichtigen Sie das</translation>
    </message>
    <message>
        <source>there is no setting %1; the settings are: %2</source>
        <translation>es gibt keine Einstellung %1; die Einstellungen sind: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not of the form key=value</source>
        <translation>„%1“ hat nicht die Form key=value</translation>
    </message>
    <message>
        <source>The zstd data decodes to more than %1 (the limit).</source>
        <translation>Die zstd-Daten ergeben entpackt mehr als %1 (die Grenze).</translation>
    </message>
    <message>
        <source>No memory for a zstd decoder.</source>
        <translation>Kein Speicher für einen zstd-Entpacker.</translation>
    </message>
    <message>
        <source>The demo model cannot listen on 127.0.0.1: %1.</source>
        <translation>Das eingebaute Modell kann nicht an 127.0.0.1 lauschen: %1.</translation>
    </message>
    <message>
        <source>%1 is not a loopback address and the proxy serves this computer only; use 127.0.0.1</source>
        <translation>%1 ist keine Loopback-Adresse, und der Proxy dient nur diesem Rechner; verwenden Sie 127.0.0.1</translation>
    </message>
    <message>
        <source>%1, port %2 cannot be listened on: %3; choose another with --port or proxy.port</source>
        <translation>An %1, Port %2 kann nicht gelauscht werden: %3; wählen Sie mit --port oder proxy.port einen anderen</translation>
    </message>
    <message>
        <source>the upstream URL points to this proxy itself, port %1; correct --upstream or upstream.url</source>
        <translation>die Upstream-URL zeigt auf diesen Proxy selbst, Port %1; berichtigen Sie --upstream oder upstream.url</translation>
    </message>
    <message>
        <source>A chunk is longer than its size says.</source>
        <translation>Ein Chunk ist länger, als seine Größe angibt.</translation>
    </message>
    <message>
        <source>A line of the chunked body is longer than %1 bytes.</source>
        <translation>Eine Zeile des gestückelten Inhalts ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>A chunk size is too large.</source>
        <translation>Eine Chunk-Größe ist zu groß.</translation>
    </message>
    <message>
        <source>A chunk size is malformed.</source>
        <translation>Eine Chunk-Größe ist fehlerhaft.</translation>
    </message>
    <message>
        <source>The chunk extensions are larger than %1 bytes.</source>
        <translation>Die Chunk-Erweiterungen sind größer als %1 Bytes.</translation>
    </message>
    <message>
        <source>The trailers are larger than %1 bytes.</source>
        <translation>Die Trailer sind größer als %1 Bytes.</translation>
    </message>
    <message>
        <source>A trailer line is malformed.</source>
        <translation>Eine Trailer-Zeile ist fehlerhaft.</translation>
    </message>
    <message>
        <source>A header imitates Content-Length or Transfer-Encoding.</source>
        <translation>Ein Header ahmt Content-Length oder Transfer-Encoding nach.</translation>
    </message>
    <message>
        <source>The length of the body is ambiguous.</source>
        <translation>Die Länge des Inhalts ist mehrdeutig.</translation>
    </message>
    <message>
        <source>The only transfer coding supported is chunked.</source>
        <translation>Die einzige unterstützte Transfer-Kodierung ist chunked.</translation>
    </message>
    <message>
        <source>Invalid content-length header.</source>
        <translation>Ungültiger Content-Length-Header.</translation>
    </message>
    <message>
        <source>A line of the message head does not end in CR LF.</source>
        <translation>Eine Zeile des Nachrichtenkopfs endet nicht mit CR LF.</translation>
    </message>
    <message>
        <source>The message head contains a control character.</source>
        <translation>Der Nachrichtenkopf enthält ein Steuerzeichen.</translation>
    </message>
    <message>
        <source>This is not an HTTP/1.1 message.</source>
        <translation>Das ist keine HTTP/1.1-Nachricht.</translation>
    </message>
    <message>
        <source>The first line is longer than %1 bytes.</source>
        <translation>Die erste Zeile ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>A header line is longer than %1 bytes.</source>
        <translation>Eine Header-Zeile ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>The headers are larger than %1 bytes.</source>
        <translation>Die Header sind größer als %1 Bytes.</translation>
    </message>
    <message>
        <source>Too many empty lines before the message.</source>
        <translation>Zu viele Leerzeilen vor der Nachricht.</translation>
    </message>
    <message>
        <source>There are more than %1 header lines.</source>
        <translation>Es sind mehr als %1 Header-Zeilen.</translation>
    </message>
    <message>
        <source>A header line is malformed.</source>
        <translation>Eine Header-Zeile ist fehlerhaft.</translation>
    </message>
    <message>
        <source>The request line is malformed.</source>
        <translation>Die Anfragezeile ist fehlerhaft.</translation>
    </message>
    <message>
        <source>The request method is malformed.</source>
        <translation>Die Anfragemethode ist fehlerhaft.</translation>
    </message>
    <message>
        <source>Only HTTP/1.1 and HTTP/1.0 are spoken here.</source>
        <translation>Hier wird nur HTTP/1.1 und HTTP/1.0 gesprochen.</translation>
    </message>
    <message>
        <source>The request target is malformed.</source>
        <translation>Das Anfrageziel ist fehlerhaft.</translation>
    </message>
    <message>
        <source>CONNECT and TRACE are not offered.</source>
        <translation>CONNECT und TRACE werden nicht angeboten.</translation>
    </message>
    <message>
        <source>The request is for another host.</source>
        <translation>Die Anfrage gilt einem anderen Rechner.</translation>
    </message>
    <message>
        <source>There must be exactly one Host header.</source>
        <translation>Es muss genau einen Host-Header geben.</translation>
    </message>
    <message>
        <source>The Host header is malformed.</source>
        <translation>Der Host-Header ist fehlerhaft.</translation>
    </message>
    <message>
        <source>Request entity too large: more than %1 bytes.</source>
        <translation>Anfrage zu groß: mehr als %1 Bytes.</translation>
    </message>
    <message>
        <source>The only expectation supported is 100-continue.</source>
        <translation>Die einzige unterstützte Erwartung ist 100-continue.</translation>
    </message>
    <message>
        <source>The Connection header names a field that is not its to name.</source>
        <translation>Der Connection-Header nennt ein Feld, das er nicht nennen darf.</translation>
    </message>
    <message>
        <source>The upstream&apos;s answer is malformed: %1</source>
        <translation>Die Antwort des Upstreams ist fehlerhaft: %1</translation>
    </message>
    <message>
        <source>The upstream sent an interim answer nobody asked for.</source>
        <translation>Der Upstream sandte eine Zwischenantwort, um die niemand bat.</translation>
    </message>
    <message>
        <source>The upstream&apos;s answer is not HTTP/1.1.</source>
        <translation>Die Antwort des Upstreams ist nicht HTTP/1.1.</translation>
    </message>
    <message>
        <source>The upstream&apos;s status code is out of range.</source>
        <translation>Der Statuscode des Upstreams liegt außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>There is nothing at this address.</source>
        <translation>Unter dieser Adresse gibt es nichts.</translation>
    </message>
    <message>
        <source>This proxy answers only to its own loopback address and port.</source>
        <translation>Dieser Proxy antwortet nur unter seiner eigenen Loopback-Adresse und seinem Port.</translation>
    </message>
    <message>
        <source>Requests from web pages are not accepted.</source>
        <translation>Anfragen von Webseiten werden nicht angenommen.</translation>
    </message>
    <message>
        <source>There are too many connections. Close some and try again.</source>
        <translation>Es sind zu viele Verbindungen. Schließen Sie einige und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The request did not arrive in time.</source>
        <translation>Die Anfrage traf nicht rechtzeitig ein.</translation>
    </message>
    <message>
        <source>%1 refuses connections. Is it running, and is the port right?</source>
        <translation>%1 lehnt Verbindungen ab. Läuft es, und stimmt der Port?</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found. Check the network and upstream.url.</source>
        <translation>Der Rechner von %1 ist nicht zu finden. Prüfen Sie das Netz und upstream.url.</translation>
    </message>
    <message>
        <source>The secure connection to %1 failed (%2).</source>
        <translation>Die sichere Verbindung zu %1 schlug fehl (%2).</translation>
    </message>
    <message>
        <source>%1 cannot be reached in time.</source>
        <translation>%1 ist nicht rechtzeitig zu erreichen.</translation>
    </message>
    <message>
        <source>%1 sent an answer that is not valid HTTP.</source>
        <translation>%1 sandte eine Antwort, die kein gültiges HTTP ist.</translation>
    </message>
    <message>
        <source>%1 closed the connection before it answered.</source>
        <translation>%1 schloss die Verbindung, bevor es antwortete.</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>%1 ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>It was cut off when the proxy stopped.</source>
        <translation>Sie wurde abgebrochen, als der Proxy anhielt.</translation>
    </message>
    <message>
        <source>%1, line %2: %3 must be an object: { … }; correct it</source>
        <translation>%1, Zeile %2: %3 muss ein Objekt sein: { … }; berichtigen Sie das</translation>
    </message>
    <message>
        <source>%1 opened a WebSocket</source>
        <translation>%1 öffnete einen WebSocket</translation>
    </message>
    <message>
        <source>It has been open for %1: %2 sent, %3 received so far.</source>
        <translation>Er ist seit %1 offen: bisher %2 gesendet, %3 empfangen.</translation>
    </message>
    <message>
        <source>It was open for %1: %2 sent, %3 received.</source>
        <translation>Er war %1 offen: %2 gesendet, %3 empfangen.</translation>
    </message>
    <message>
        <source>The upstream switched to a protocol nobody asked for.</source>
        <translation>Der Upstream wechselte zu einem Protokoll, um das niemand gebeten hatte.</translation>
    </message>
    <message>
        <source>Only GET and HEAD are answered here.</source>
        <translation>Hier werden nur GET und HEAD beantwortet.</translation>
    </message>
    <message>
        <source>The WebSocket handshake is malformed.</source>
        <translation>Der WebSocket-Handshake ist fehlerhaft.</translation>
    </message>
    <message>
        <source>The only WebSocket version supported is 13.</source>
        <translation>Als WebSocket-Version wird nur 13 unterstützt.</translation>
    </message>
    <message>
        <source>WebSockets are not carried; use HTTP.</source>
        <translation>WebSockets werden nicht durchgeleitet; benutzen Sie HTTP.</translation>
    </message>
    <message>
        <source>The transport &quot;stock&quot; cannot send this request target unchanged; use &quot;direct&quot;.</source>
        <translation>Der Transport „stock“ kann dieses Anfrageziel nicht unverändert senden; benutzen Sie „direct“.</translation>
    </message>
    <message>
        <source>unreadable request</source>
        <translation>unlesbare Anfrage</translation>
    </message>
    <message>
        <source>This proxy wants a token: X-Codex-Plus-Token with the value of proxy.clientToken.</source>
        <translation>Dieser Proxy verlangt ein Token: X-Codex-Plus-Token mit dem Wert von proxy.clientToken.</translation>
    </message>
    <message>
        <source>There are already %1 requests on their way. Try again when one has ended, or raise limits.requestsInFlight.</source>
        <translation>Es sind schon %1 Anfragen unterwegs. Versuchen Sie es wieder, wenn eine geendet hat, oder erhöhen Sie limits.requestsInFlight.</translation>
    </message>
    <message>
        <source>The client took nothing of its answer for too long.</source>
        <translation>Der Client hat zu lange nichts von seiner Antwort abgenommen.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Rechner</translation>
    </message>
    <message>
        <source>a private network</source>
        <translation>einem privaten Netz</translation>
    </message>
    <message>
        <source>the metadata service of a cloud</source>
        <translation>dem Metadatendienst einer Cloud</translation>
    </message>
    <message>
        <source>the local link</source>
        <translation>der lokalen Verbindung</translation>
    </message>
    <message>
        <source>a multicast group</source>
        <translation>einer Multicast-Gruppe</translation>
    </message>
    <message>
        <source>a broadcast address</source>
        <translation>einer Broadcast-Adresse</translation>
    </message>
    <message>
        <source>no host at all</source>
        <translation>gar keinem Host</translation>
    </message>
    <message>
        <source>a reserved range</source>
        <translation>einem reservierten Bereich</translation>
    </message>
    <message>
        <source>the address %1 belongs to %2</source>
        <translation>die Adresse %1 gehört zu %2</translation>
    </message>
    <message>
        <source>%1; set upstream.allowPrivate to true if that is meant</source>
        <translation>%1; setzen Sie upstream.allowPrivate auf true, wenn das gewollt ist</translation>
    </message>
    <message>
        <source>%1; write localhost or the address itself if that is meant</source>
        <translation>%1; schreiben Sie localhost oder die Adresse selbst, wenn das gewollt ist</translation>
    </message>
    <message>
        <source>%1; use the address of a server</source>
        <translation>%1; verwenden Sie die Adresse eines Servers</translation>
    </message>
    <message>
        <source>it is no address; use the address of a server</source>
        <translation>sie ist keine Adresse; verwenden Sie die Adresse eines Servers</translation>
    </message>
    <message>
        <source>The transport &quot;stock&quot; sends no body of unknown length; use &quot;direct&quot;.</source>
        <translation>Der Transport „stock“ sendet keinen Inhalt unbekannter Länge; benutzen Sie „direct“.</translation>
    </message>
    <message>
        <source>The host of %1 could not be looked up in time. Check the network.</source>
        <translation>Der Host von %1 ließ sich nicht rechtzeitig auflösen. Prüfen Sie das Netzwerk.</translation>
    </message>
    <message>
        <source>Nothing is sent to %1: %2.</source>
        <translation>An %1 wird nichts gesendet: %2.</translation>
    </message>
    <message>
        <source>The HTTP proxy does not connect to %1 (%2). Check upstream.httpProxy.</source>
        <translation>Der HTTP-Proxy verbindet nicht mit %1 (%2). Prüfen Sie upstream.httpProxy.</translation>
    </message>
    <message>
        <source>The certificate of %1 has expired or is not valid yet. Check this computer&apos;s clock; else its operator has to renew it.</source>
        <translation>Das Zertifikat von %1 ist abgelaufen oder noch nicht gültig. Prüfen Sie die Uhr dieses Rechners; sonst muss der Betreiber es erneuern.</translation>
    </message>
    <message>
        <source>The certificate of %1 belongs to another host. Check the host in upstream.url.</source>
        <translation>Das Zertifikat von %1 gehört einem anderen Host. Prüfen Sie den Host in upstream.url.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not signed by anybody this computer trusts (%2). If it is your own, name its authority in upstream.caFile.</source>
        <translation>Das Zertifikat von %1 ist von niemandem unterschrieben, dem dieser Rechner vertraut (%2). Ist es Ihr eigenes, nennen Sie dessen Zertifizierungsstelle in upstream.caFile.</translation>
    </message>
    <message>
        <source>%1 does not speak TLS 1.2 or newer. Its operator has to update it.</source>
        <translation>%1 spricht weder TLS 1.2 noch eine neuere Version. Der Betreiber muss ihn aktualisieren.</translation>
    </message>
    <message>
        <source>What answers at %1 does not speak TLS. Check the port in upstream.url.</source>
        <translation>Was unter %1 antwortet, spricht kein TLS. Prüfen Sie den Port in upstream.url.</translation>
    </message>
    <message>
        <source>%1 closed the connection while it was being secured. Check the port in upstream.url, and whether something on the way forbids it.</source>
        <translation>%1 hat die Verbindung geschlossen, während sie gesichert wurde. Prüfen Sie den Port in upstream.url und ob etwas auf dem Weg sie verbietet.</translation>
    </message>
    <message>
        <source>%1: %2; write http://host:port</source>
        <translation>%1: %2; schreiben Sie http://Host:Port</translation>
    </message>
    <message>
        <source>this is no URL of a host</source>
        <translation>das ist keine URL eines Hosts</translation>
    </message>
    <message>
        <source>only proxies reached by http are supported, not %1</source>
        <translation>nur über http erreichbare Proxys werden unterstützt, nicht %1</translation>
    </message>
    <message>
        <source>the port is missing or 0</source>
        <translation>der Port fehlt oder ist 0</translation>
    </message>
    <message>
        <source>there is something after the port</source>
        <translation>nach dem Port steht noch etwas</translation>
    </message>
    <message>
        <source>its host ends with a dot; remove it</source>
        <translation>ihr Host endet mit einem Punkt; entfernen Sie ihn</translation>
    </message>
    <message>
        <source>its host is neither a name nor a valid address; correct it</source>
        <translation>ihr Host ist weder ein Name noch eine gültige Adresse; berichtigen Sie ihn</translation>
    </message>
    <message>
        <source>the gzip data is too large</source>
        <translation>die gzip-Daten sind zu groß</translation>
    </message>
    <message>
        <source>there is no memory for a gzip decoder</source>
        <translation>es ist kein Speicher für einen gzip-Dekodierer da</translation>
    </message>
    <message>
        <source>the gzip data is damaged, cut off, or no gzip at all</source>
        <translation>die gzip-Daten sind beschädigt, abgeschnitten oder gar kein gzip</translation>
    </message>
    <message>
        <source>the gzip data decodes to more than %1 bytes (the limit)</source>
        <translation>die gzip-Daten ergeben mehr als %1 Bytes (die Grenze)</translation>
    </message>
    <message>
        <source>the body was coded more than once</source>
        <translation>der Inhalt wurde mehr als einmal kodiert</translation>
    </message>
    <message>
        <source>the body is larger than 64 MiB</source>
        <translation>der Inhalt ist größer als 64 MiB</translation>
    </message>
    <message>
        <source>the content coding %1 is not known</source>
        <translation>die Inhaltskodierung %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>Qt&apos;s driver for SQLite is missing; install the package libqt6sql6-sqlite</source>
        <translation>Qts Treiber für SQLite fehlt; installieren Sie das Paket libqt6sql6-sqlite</translation>
    </message>
    <message>
        <source>%1 is locked by another program; end that one</source>
        <translation>%1 ist von einem anderen Programm gesperrt; beenden Sie dieses</translation>
    </message>
    <message>
        <source>%1 is damaged: %2; move it away</source>
        <translation>%1 ist beschädigt: %2; verschieben Sie die Datei</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2; check permissions and free space</source>
        <translation>%1 kann nicht benutzt werden: %2; prüfen Sie Rechte und freien Platz</translation>
    </message>
    <message>
        <source>nothing is recorded in %1</source>
        <translation>in %1 ist nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>%1 was written by a newer version of Codex-Plus; use that one, or move the file away</source>
        <translation>%1 wurde von einer neueren Version von Codex-Plus geschrieben; verwenden Sie diese, oder verschieben Sie die Datei</translation>
    </message>
    <message>
        <source>there is no request %1; codex-plus requests list shows them</source>
        <translation>es gibt keine Anfrage %1; codex-plus requests list zeigt sie</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2; check its permissions</source>
        <translation>%1 kann nicht geschrieben werden: %2; prüfen Sie die Rechte</translation>
    </message>
    <message>
        <source>%1 is damaged and cannot be renamed; move it away</source>
        <translation>%1 ist beschädigt und kann nicht umbenannt werden; verschieben Sie die Datei</translation>
    </message>
    <message>
        <source>statusLine.type must be &quot;command&quot;; correct it</source>
        <translation>statusLine.type muss „command“ sein; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.command must be a command line; correct it</source>
        <translation>statusLine.command muss eine Befehlszeile sein; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.timeout must be a number of seconds above 0; correct it</source>
        <translation>statusLine.timeout muss eine Zahl von Sekunden über 0 sein; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.timeout is in seconds, and 60 are the most; correct it</source>
        <translation>statusLine.timeout ist in Sekunden, höchstens 60; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.mode must be one of: prepend, append, off; correct it</source>
        <translation>statusLine.mode muss eines sein von: prepend, append, off; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.padding must be a whole number from 0 to %1; correct it</source>
        <translation>statusLine.padding muss eine ganze Zahl von 0 bis %1 sein; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine.refreshInterval must be a number of seconds from 1; correct it</source>
        <translation>statusLine.refreshInterval muss eine Zahl von Sekunden ab 1 sein; berichtigen Sie das</translation>
    </message>
    <message>
        <source>statusLine must be an object: { … }; correct it</source>
        <translation>statusLine muss ein Objekt sein: { … }; berichtigen Sie das</translation>
    </message>
    <message>
        <source>%1 does not exist; start codex once, or set CODEX_HOME</source>
        <translation>%1 gibt es nicht; starten Sie codex einmal, oder setzen Sie CODEX_HOME</translation>
    </message>
    <message>
        <source>the path of codex-plus is not one that can be written down; install it elsewhere</source>
        <translation>der Pfad von codex-plus lässt sich nicht aufschreiben; installieren Sie es anderswo</translation>
    </message>
    <message>
        <source>%1 has just been changed by another program; try again</source>
        <translation>%1 wurde gerade von einem anderen Programm geändert; versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>%1 cannot be removed; check the permissions of its directory</source>
        <translation>%1 lässt sich nicht entfernen; prüfen Sie die Rechte des Verzeichnisses</translation>
    </message>
    <message>
        <source>Codex expects an object here; move the file away</source>
        <translation>Codex erwartet hier ein Objekt; schaffen Sie die Datei beiseite</translation>
    </message>
    <message>
        <source>Codex ignores the whole file because of &quot;%1&quot;; remove it</source>
        <translation>wegen „%1“ beachtet Codex die ganze Datei nicht; entfernen Sie es</translation>
    </message>
    <message>
        <source>&quot;hooks&quot; must be an object; correct it</source>
        <translation>„hooks“ muss ein Objekt sein; berichtigen Sie es</translation>
    </message>
    <message>
        <source>%1 must be a list of groups; correct it</source>
        <translation>%1 muss eine Liste von Gruppen sein; berichtigen Sie es</translation>
    </message>
    <message>
        <source>this group must be an object with a list of hooks; correct it</source>
        <translation>diese Gruppe muss ein Objekt mit einer Liste von Hooks sein; berichtigen Sie sie</translation>
    </message>
    <message>
        <source>Codex ignores the whole file because of a hook of a type it does not know; remove the hook</source>
        <translation>wegen eines Hooks von einem Typ, den es nicht kennt, beachtet Codex die ganze Datei nicht; entfernen Sie den Hook</translation>
    </message>
    <message>
        <source>Codex ignores the whole file because this hook has no command; correct it</source>
        <translation>weil dieser Hook keinen Befehl hat, beachtet Codex die ganze Datei nicht; berichtigen Sie ihn</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is there more than once; remove one</source>
        <translation>„%1“ steht mehr als einmal da; entfernen Sie eines</translation>
    </message>
    <message>
        <source>%1, line %2, column %3: %4</source>
        <translation>%1, Zeile %2, Spalte %3: %4</translation>
    </message>
    <message>
        <source>%1, %2; correct it, Codex cannot read it either</source>
        <translation>%1, %2; berichtigen Sie es, auch Codex kann es nicht lesen</translation>
    </message>
    <message>
        <source>%1 is damaged; move it away</source>
        <translation>%1 ist beschädigt; schaffen Sie die Datei beiseite</translation>
    </message>
    <message>
        <source>A hook has blocked this without giving a reason.</source>
        <translation>Ein Hook hat das verhindert, ohne einen Grund zu nennen.</translation>
    </message>
    <message>
        <source>A hook has stopped everything.</source>
        <translation>Ein Hook hat alles angehalten.</translation>
    </message>
    <message>
        <source>This needs the user&apos;s consent, which Codex does not ask for on behalf of a hook.</source>
        <translation>Das braucht die Zustimmung des Benutzers, und Codex holt sie für einen Hook nicht ein.</translation>
    </message>
    <message>
        <source>A hook has removed this output.</source>
        <translation>Ein Hook hat diese Ausgabe entfernt.</translation>
    </message>
    <message>
        <source>something follows the end of the document</source>
        <translation>nach dem Ende des Dokuments folgt noch etwas</translation>
    </message>
    <message>
        <source>line %1, column %2: %3</source>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message>
        <source>more than %1 levels are open</source>
        <translation>mehr als %1 Ebenen sind offen</translation>
    </message>
    <message>
        <source>a value is expected here</source>
        <translation>hier wird ein Wert erwartet</translation>
    </message>
    <message>
        <source>&quot;,&quot; or &quot;%1&quot; is expected here</source>
        <translation>hier wird „,“ oder „%1“ erwartet</translation>
    </message>
    <message>
        <source>a key in double quotes is expected here</source>
        <translation>hier wird ein Schlüssel in doppelten Anführungszeichen erwartet</translation>
    </message>
    <message>
        <source>&quot;:&quot; is expected here</source>
        <translation>hier wird „:“ erwartet</translation>
    </message>
    <message>
        <source>the text ends inside a string</source>
        <translation>der Text endet innerhalb einer Zeichenkette</translation>
    </message>
    <message>
        <source>a control character stands inside a string; write it as \n, \t or \u00…</source>
        <translation>in einer Zeichenkette steht ein Steuerzeichen; schreiben Sie \n, \t oder \u00…</translation>
    </message>
    <message>
        <source>JSON knows no such escape; a backslash itself is written twice</source>
        <translation>eine solche Escape-Folge kennt JSON nicht; ein Backslash selbst wird doppelt geschrieben</translation>
    </message>
    <message>
        <source>the text is not UTF-8</source>
        <translation>der Text ist kein UTF-8</translation>
    </message>
    <message>
        <source>The body must be an event that Codex tells its hooks of.</source>
        <translation>Der Inhalt muss ein Ereignis sein, das Codex seinen Hooks mitteilt.</translation>
    </message>
    <message>
        <source>Only %1 is answered here.</source>
        <translation>Hier wird nur %1 beantwortet.</translation>
    </message>
    <message>
        <source>The body must be a JSON object of at most %1 levels.</source>
        <translation>Der Inhalt muss ein JSON-Objekt von höchstens %1 Ebenen sein.</translation>
    </message>
    <message>
        <source>This needs the token of the file control-&lt;port&gt;.token in the runtime directory.</source>
        <translation>Das braucht das Token aus der Datei control-&lt;Port&gt;.token im Laufzeitverzeichnis.</translation>
    </message>
    <message>
        <source>The body must be application/json.</source>
        <translation>Der Inhalt muss application/json sein.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>A hook stopped this prompt.</source>
        <translation>Ein Hook hat diesen Prompt angehalten.</translation>
    </message>
    <message>
        <source>user-invocable is neither true nor false</source>
        <translation>user-invocable ist weder true noch false</translation>
    </message>
    <message>
        <source>write one of them</source>
        <translation>schreiben Sie eines davon</translation>
    </message>
    <message>
        <source>the metadata is not used, as it is no YAML: %1</source>
        <translation>die Metadaten bleiben unbenutzt, da sie kein YAML sind: %1</translation>
    </message>
    <message>
        <source>put double quotes around values with special characters</source>
        <translation>setzen Sie Werte mit Sonderzeichen in doppelte Anführungszeichen</translation>
    </message>
    <message>
        <source>the metadata could be read, but is no YAML as it is written: %1</source>
        <translation>die Metadaten ließen sich lesen, sind so aber kein YAML: %1</translation>
    </message>
    <message>
        <source>%1 is not used, as it is no text</source>
        <translation>%1 bleibt unbenutzt, da es kein Text ist</translation>
    </message>
    <message>
        <source>put double quotes around it</source>
        <translation>setzen Sie es in doppelte Anführungszeichen</translation>
    </message>
    <message>
        <source>the link leads out of %1</source>
        <translation>der Verweis führt aus %1 hinaus</translation>
    </message>
    <message>
        <source>copy what it leads to</source>
        <translation>kopieren Sie, worauf er zeigt</translation>
    </message>
    <message>
        <source>there are too many files, the rest is left out (at most %1 commands)</source>
        <translation>es sind zu viele Dateien, der Rest bleibt weg (höchstens %1 Befehle)</translation>
    </message>
    <message>
        <source>move some away</source>
        <translation>verschieben Sie einige</translation>
    </message>
    <message>
        <source>a directory of this name cannot be typed, its commands are left out</source>
        <translation>ein Verzeichnis dieses Namens lässt sich nicht eingeben, seine Befehle bleiben weg</translation>
    </message>
    <message>
        <source>use letters, digits, hyphens, underscores and dots only</source>
        <translation>verwenden Sie nur Buchstaben, Ziffern, Bindestriche, Unterstriche und Punkte</translation>
    </message>
    <message>
        <source>it lies deeper than %1 levels, its commands are left out</source>
        <translation>es liegt tiefer als %1 Ebenen, seine Befehle bleiben weg</translation>
    </message>
    <message>
        <source>move it up</source>
        <translation>verschieben Sie es nach oben</translation>
    </message>
    <message>
        <source>a command of this name cannot be typed</source>
        <translation>ein Befehl dieses Namens lässt sich nicht eingeben</translation>
    </message>
    <message>
        <source>it ended with exit code %1: %2</source>
        <translation>es endete mit dem Code %1: %2</translation>
    </message>
    <message>
        <source>it crashed</source>
        <translation>es stürzte ab</translation>
    </message>
    <message>
        <source>it took longer than two minutes</source>
        <translation>es brauchte länger als zwei Minuten</translation>
    </message>
    <message>
        <source>it wrote more than 1 MiB</source>
        <translation>es schrieb mehr als 1 MiB</translation>
    </message>
    <message>
        <source>it could not be started: %1</source>
        <translation>es ließ sich nicht starten: %1</translation>
    </message>
    <message>
        <source>it was cancelled</source>
        <translation>es wurde abgebrochen</translation>
    </message>
    <message>
        <source>the commands would run %1 programs, at most %2 are allowed; use fewer commands at a time</source>
        <translation>die Befehle würden %1 Programme ausführen, höchstens %2 sind erlaubt; verwenden Sie weniger Befehle auf einmal</translation>
    </message>
    <message>
        <source>its shell &quot;%1&quot; is not supported; use bash</source>
        <translation>seine Shell „%1“ wird nicht unterstützt; verwenden Sie bash</translation>
    </message>
    <message>
        <source>%1; correct allowed-tools in %2</source>
        <translation>%1; berichtigen Sie allowed-tools in %2</translation>
    </message>
    <message>
        <source>%1 is not trusted as it is now; read it, then run codex-plus commands trust %2</source>
        <translation>%1 ist so, wie sie jetzt ist, nicht vertraut; lesen Sie die Datei und führen Sie dann codex-plus commands trust %2 aus</translation>
    </message>
    <message>
        <source>/%1 was not expanded: &quot;%2&quot; must not run: %3</source>
        <translation>/%1 wurde nicht ausgeführt: „%2“ darf nicht laufen: %3</translation>
    </message>
    <message>
        <source>/%1 was not expanded: &quot;%2&quot; failed: %3; correct it in %4</source>
        <translation>/%1 wurde nicht ausgeführt: „%2“ schlug fehl: %3; berichtigen Sie es in %4</translation>
    </message>
    <message>
        <source>the expanded prompt has more than 4 Mi characters; use less output or fewer files</source>
        <translation>die Eingabe hätte mehr als 4 Mi Zeichen; verwenden Sie weniger Ausgaben oder Dateien</translation>
    </message>
    <message>
        <source>/%1 cannot be read: %2</source>
        <translation>/%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>project, .codexplus</source>
        <translation>Projekt, .codexplus</translation>
    </message>
    <message>
        <source>yours, .codexplus</source>
        <translation>Ihrer, .codexplus</translation>
    </message>
    <message>
        <source>project, .claude</source>
        <translation>Projekt, .claude</translation>
    </message>
    <message>
        <source>yours, .claude</source>
        <translation>Ihrer, .claude</translation>
    </message>
    <message>
        <source>%1 is not attached: it lies outside of %2</source>
        <translation>%1 wird nicht angehängt: es liegt außerhalb von %2</translation>
    </message>
    <message>
        <source>%1 is not attached: there are %2 files already</source>
        <translation>%1 wird nicht angehängt: es sind schon %2 Dateien</translation>
    </message>
    <message>
        <source>%1 is not attached: %2</source>
        <translation>%1 wird nicht angehängt: %2</translation>
    </message>
    <message>
        <source>%1 is not attached: it is no text</source>
        <translation>%1 wird nicht angehängt: es ist kein Text</translation>
    </message>
    <message>
        <source>**Slash commands**</source>
        <translation>**Slash-Befehle**</translation>
    </message>
    <message>
        <source>There are none yet: a file `.codexplus/commands/NAME.md` in the project, or below `~`, makes one.</source>
        <translation>Es gibt noch keine: eine Datei `.codexplus/commands/NAME.md` im Projekt oder unter `~` wird zu einem.</translation>
    </message>
    <message>
        <source>Answered by Codex-Plus, without the model:</source>
        <translation>Von Codex-Plus beantwortet, ohne das Modell:</translation>
    </message>
    <message>
        <source>this list</source>
        <translation>diese Liste</translation>
    </message>
    <message>
        <source>how the proxy fares</source>
        <translation>wie es dem Proxy geht</translation>
    </message>
    <message>
        <source>The terminal interface of Codex keeps `/name` to itself: put a blank in front (` /name`), or type `//name`, or `/part/name` for a command in a sub-directory. `codex exec` takes all of them as they are.</source>
        <translation>Die Terminaloberfläche von Codex behält `/name` für sich: stellen Sie ein Leerzeichen voran (` /name`), oder geben Sie `//name` ein, oder `/teil/name` für einen Befehl in einem Unterverzeichnis. `codex exec` nimmt alle, wie sie sind.</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>es ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>it has parentheses</source>
        <translation>es enthält Klammern</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>ein Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>it has backticks</source>
        <translation>es enthält Backticks</translation>
    </message>
    <message>
        <source>it calculates</source>
        <translation>es rechnet</translation>
    </message>
    <message>
        <source>a parenthesis is not closed</source>
        <translation>eine Klammer fehlt</translation>
    </message>
    <message>
        <source>it has a text for input</source>
        <translation>es enthält einen Text als Eingabe</translation>
    </message>
    <message>
        <source>it writes into a file</source>
        <translation>es schreibt in eine Datei</translation>
    </message>
    <message>
        <source>the arguments would choose the program</source>
        <translation>die Argumente würden das Programm bestimmen</translation>
    </message>
    <message>
        <source>only Bash(*) in allowed-tools would allow it, as %1</source>
        <translation>nur Bash(*) in allowed-tools würde es erlauben, denn %1</translation>
    </message>
    <message>
        <source>allowed-tools has no rule for &quot;%1&quot;</source>
        <translation>allowed-tools hat keine Regel für „%1“</translation>
    </message>
    <message>
        <source>it has no keys: lines of the form key: value</source>
        <translation>es hat keine Schlüssel: Zeilen der Form Schlüssel: Wert</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>%1: %2; %3</source>
        <translation>%1: %2; %3</translation>
    </message>
    <message>
        <source>an alias stands inside of what it stands for</source>
        <translation>ein Alias steht in dem, wofür es steht</translation>
    </message>
    <message>
        <source>there are more than %1 aliases</source>
        <translation>es sind mehr als %1 Aliase</translation>
    </message>
    <message>
        <source>there are more than %1 levels</source>
        <translation>es sind mehr als %1 Ebenen</translation>
    </message>
    <message>
        <source>there are more than %1 values</source>
        <translation>es sind mehr als %1 Werte</translation>
    </message>
    <message>
        <source>a key is a list or a map</source>
        <translation>ein Schlüssel ist eine Liste oder Zuordnung</translation>
    </message>
    <message>
        <source>the YAML is larger than %1 KiB</source>
        <translation>das YAML ist größer als %1 KiB</translation>
    </message>
    <message>
        <source>there is a zero byte</source>
        <translation>es enthält ein Nullbyte</translation>
    </message>
    <message>
        <source>there is more than one document</source>
        <translation>es ist mehr als ein Dokument</translation>
    </message>
    <message>
        <source>a hook names more than %1 files of the project; call a script that names them</source>
        <translation>ein Hook nennt mehr als %1 Dateien des Projekts; rufen Sie ein Skript auf, das sie nennt</translation>
    </message>
    <message>
        <source>%1 is not trusted and ignored; look at it with: codex-plus hooks trust %2</source>
        <translation>%1 ist nicht vertraut und bleibt unbeachtet; sehen Sie es sich an mit: codex-plus hooks trust %2</translation>
    </message>
    <message>
        <source>its commands are longer than %1 characters; call scripts</source>
        <translation>seine Befehle sind länger als %1 Zeichen; rufen Sie Skripte auf</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no permission rule, so that the hook runs for every tool; write Tool or Tool(…)</source>
        <translation>„%1“ ist keine Berechtigungsregel, der Hook läuft daher bei jedem Werkzeug; schreiben Sie Werkzeug oder Werkzeug(…)</translation>
    </message>
    <message>
        <source>what stands in the brackets of &quot;%1&quot; is not judged, so that the hook runs for every call of the tool; look at tool_input in the hook itself</source>
        <translation>was in den Klammern von „%1“ steht, wird nicht beurteilt, der Hook läuft daher bei jedem Aufruf des Werkzeugs; prüfen Sie tool_input im Hook selbst</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be used as a regular expression (%2) and is compared as a whole; write it without looking around and back references</source>
        <translation>„%1“ ist als regulärer Ausdruck nicht brauchbar (%2) und wird als Ganzes verglichen; schreiben Sie ihn ohne Umschau und Rückbezüge</translation>
    </message>
    <message>
        <source>updatedInput is ignored, it would put *** where a credential was that the hook did not see</source>
        <translation>updatedInput bleibt unbeachtet, es setzte *** an die Stelle von Zugangsdaten, die der Hook nicht sah</translation>
    </message>
    <message>
        <source>updatedInput is ignored, another hook has changed the input before</source>
        <translation>updatedInput bleibt unbeachtet, ein anderer Hook hat die Eingabe vorher geändert</translation>
    </message>
    <message>
        <source>%1 is ignored, another hook has changed the output before</source>
        <translation>%1 bleibt unbeachtet, ein anderer Hook hat die Ausgabe vorher geändert</translation>
    </message>
    <message>
        <source>must be &quot;block&quot; or &quot;approve&quot;</source>
        <translation>muss „block“ oder „approve“ sein</translation>
    </message>
    <message>
        <source>must be an object with hookEventName &quot;%1&quot;</source>
        <translation>muss ein Objekt mit hookEventName „%1“ sein</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>muss ein Text sein</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>muss ein Objekt sein</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>muss eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>must be an object with behavior &quot;allow&quot; or &quot;deny&quot;</source>
        <translation>muss ein Objekt mit behavior „allow“ oder „deny“ sein</translation>
    </message>
    <message>
        <source>the hook&apos;s answer is ignored, %1 %2; correct the hook</source>
        <translation>die Antwort des Hooks bleibt unbeachtet, %1 %2; berichtigen Sie den Hook</translation>
    </message>
    <message>
        <source>exited with %1</source>
        <translation>endete mit %1</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>abgestürzt</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit überschritten</translation>
    </message>
    <message>
        <source>wrote too much</source>
        <translation>schrieb zu viel</translation>
    </message>
    <message>
        <source>did not start</source>
        <translation>startete nicht</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>… (%1 more characters are left out)</source>
        <translation>… (%1 weitere Zeichen sind ausgelassen)</translation>
    </message>
    <message>
        <source>Blocked by hook</source>
        <translation>Von einem Hook verhindert</translation>
    </message>
    <message>
        <source>The hook %1 gave no answer in time</source>
        <translation>Der Hook %1 hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>the hook wrote something that is no text, it is ignored; let it write UTF-8</source>
        <translation>der Hook schrieb etwas, das kein Text ist, es bleibt unbeachtet; lassen Sie ihn UTF-8 schreiben</translation>
    </message>
    <message>
        <source>the hook&apos;s answer begins like JSON and is none, it is taken as text; correct the hook</source>
        <translation>die Antwort des Hooks beginnt wie JSON und ist keines, sie gilt als Text; berichtigen Sie den Hook</translation>
    </message>
    <message>
        <source>its metadata are no list of keys and values</source>
        <translation>die Metadaten sind keine Liste von Schlüsseln und Werten</translation>
    </message>
    <message>
        <source>its metadata cannot be read: %1</source>
        <translation>die Metadaten sind nicht lesbar: %1</translation>
    </message>
    <message>
        <source>its metadata have no end</source>
        <translation>die Metadaten haben kein Ende</translation>
    </message>
    <message>
        <source>%1 has no metadata of a hook; add its name and type</source>
        <translation>%1 hat keine Metadaten eines Hooks; ergänzen Sie Name und Typ</translation>
    </message>
    <message>
        <source>%1 is no hook: %2</source>
        <translation>%1 ist kein Hook: %2</translation>
    </message>
    <message>
        <source>a handler&apos;s type must be one of command, http, mcp_tool, prompt, agent; correct it</source>
        <translation>type muss command, http, mcp_tool, prompt oder agent sein; berichtigen Sie es</translation>
    </message>
    <message>
        <source>a handler of type %1 needs a text in %2; add it</source>
        <translation>ein Eintrag vom Typ %1 braucht einen Text in %2; ergänzen Sie ihn</translation>
    </message>
    <message>
        <source>must be a text in double quotes; correct it, or remove it</source>
        <translation>muss ein Text in doppelten Anführungszeichen sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be &quot;bash&quot; or &quot;powershell&quot;; correct it, or remove it</source>
        <translation>muss „bash“ oder „powershell“ sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be true or false; correct it, or remove it</source>
        <translation>muss true oder false sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be a list of texts; correct it, or remove it</source>
        <translation>muss eine Liste von Texten sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>onTimeout counts in .codexplus files only; move the hook there</source>
        <translation>onTimeout gilt nur in Dateien von .codexplus; verschieben Sie den Hook dorthin</translation>
    </message>
    <message>
        <source>must be &quot;allow&quot; or &quot;deny&quot;; correct it, or remove it</source>
        <translation>muss „allow“ oder „deny“ sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be a number of seconds above 0; correct it, or remove it</source>
        <translation>muss eine Zahl von Sekunden über 0 sein; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>%1 is a number of seconds and looks like milliseconds; write %2</source>
        <translation>%1 ist eine Zahl von Sekunden und sieht nach Millisekunden aus; schreiben Sie %2</translation>
    </message>
    <message>
        <source>Codex-Plus ends this hook after %1 seconds; make it quicker, or let it do its work in the background</source>
        <translation>Codex-Plus beendet diesen Hook nach %1 Sekunden; machen Sie ihn schneller, oder lassen Sie ihn im Hintergrund arbeiten</translation>
    </message>
    <message>
        <source>Codex-Plus does not run hooks in PowerShell; write it for sh</source>
        <translation>Codex-Plus führt keine Hooks in PowerShell aus; schreiben Sie ihn für sh</translation>
    </message>
    <message>
        <source>Codex-Plus does not run hooks of type %1; use type command for what it shall run</source>
        <translation>Codex-Plus führt keine Hooks vom Typ %1 aus; nehmen Sie den Typ command für das, was es ausführen soll</translation>
    </message>
    <message>
        <source>%1 is about no tool, so that a hook with &quot;if&quot; never runs; remove it</source>
        <translation>%1 betrifft kein Werkzeug, ein Hook mit „if“ läuft daher nie; entfernen Sie es</translation>
    </message>
    <message>
        <source>must be an object: { &quot;Stop&quot;: [ … ] }; correct it</source>
        <translation>muss ein Objekt sein: { &quot;Stop&quot;: [ … ] }; berichtigen Sie es</translation>
    </message>
    <message>
        <source>there is no event %1, its hooks never run; see docs/hooks.md for the names</source>
        <translation>es gibt kein Ereignis %1, seine Hooks laufen nie; die Namen stehen in docs/hooks.md</translation>
    </message>
    <message>
        <source>must be a list of groups: [ { &quot;hooks&quot;: [ … ] } ]; correct it</source>
        <translation>muss eine Liste von Gruppen sein: [ { &quot;hooks&quot;: [ … ] } ]; berichtigen Sie es</translation>
    </message>
    <message>
        <source>a handler stands where a group must; write { &quot;hooks&quot;: [ … ] } around it</source>
        <translation>hier steht ein Eintrag, wo eine Gruppe stehen muss; schreiben Sie { &quot;hooks&quot;: [ … ] } darum</translation>
    </message>
    <message>
        <source>a group must be an object with a list of handlers: { &quot;hooks&quot;: [ … ] }; correct it</source>
        <translation>eine Gruppe muss ein Objekt mit einer Liste von Einträgen sein: { &quot;hooks&quot;: [ … ] }; berichtigen Sie es</translation>
    </message>
    <message>
        <source>must be a text in double quotes; correct it, or remove it to match everything</source>
        <translation>muss ein Text in doppelten Anführungszeichen sein; berichtigen Sie es, oder entfernen Sie es, damit alles passt</translation>
    </message>
    <message>
        <source>a handler must be an object: { &quot;type&quot;: &quot;command&quot;, &quot;command&quot;: &quot;…&quot; }; correct it</source>
        <translation>ein Eintrag muss ein Objekt sein: { &quot;type&quot;: &quot;command&quot;, &quot;command&quot;: &quot;…&quot; }; berichtigen Sie es</translation>
    </message>
    <message>
        <source>%1 has nothing a matcher is compared with, it is ignored; remove it</source>
        <translation>%1 hat nichts, womit ein Matcher verglichen wird, er bleibt unbeachtet; entfernen Sie ihn</translation>
    </message>
    <message>
        <source>JSON has no comments, remove it</source>
        <translation>JSON kennt keine Kommentare, entfernen Sie ihn</translation>
    </message>
    <message>
        <source>remove the comma before it</source>
        <translation>entfernen Sie das Komma davor</translation>
    </message>
    <message>
        <source>correct it</source>
        <translation>berichtigen Sie es</translation>
    </message>
    <message>
        <source>must be an object: { … }; correct it, or remove it</source>
        <translation>muss ein Objekt sein: { … }; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be { &quot;type&quot;: &quot;command&quot;, &quot;command&quot;: &quot;…&quot; }, with numbers in padding and refreshInterval (1 or more); correct it, or remove it</source>
        <translation>muss { &quot;type&quot;: &quot;command&quot;, &quot;command&quot;: &quot;…&quot; } sein, mit Zahlen in padding und refreshInterval (1 oder mehr); berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>must be an object: { &quot;NAME&quot;: &quot;value&quot; }; correct it, or remove it</source>
        <translation>muss ein Objekt sein: { &quot;NAME&quot;: &quot;Wert&quot; }; berichtigen oder entfernen Sie es</translation>
    </message>
    <message>
        <source>no variable can have this name or value, it is left out; correct it</source>
        <translation>keine Variable kann diesen Namen oder Wert haben, sie bleibt weg; berichtigen Sie es</translation>
    </message>
    <message>
        <source>a text goes over the end of a line or holds a control character; write \n or \t</source>
        <translation>ein Text geht über ein Zeilenende oder enthält ein Steuerzeichen; schreiben Sie \n oder \t</translation>
    </message>
    <message>
        <source>the file is nested more than %1 levels deep; simplify it</source>
        <translation>die Datei ist tiefer als %1 Ebenen verschachtelt; vereinfachen Sie sie</translation>
    </message>
    <message>
        <source>the file does not hold a JSON object; it must begin with { and end with }</source>
        <translation>die Datei enthält kein JSON-Objekt; sie muss mit { beginnen und mit } enden</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>fine, with remarks</source>
        <translation>in Ordnung, mit Anmerkungen</translation>
    </message>
    <message>
        <source>rejected as a whole, as by Claude Code</source>
        <translation>als Ganzes abgelehnt, wie von Claude Code</translation>
    </message>
    <message>
        <source>no JSON</source>
        <translation>kein JSON</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>%1, line %2, column %3: </source>
        <translation>%1, Zeile %2, Spalte %3: </translation>
    </message>
    <message>
        <source>%1 is damaged: %2; nothing is trusted until you trust it again</source>
        <translation>%1 ist beschädigt: %2; nichts gilt als vertrauenswürdig, bis Sie es erneut bestätigen</translation>
    </message>
    <message>
        <source>there is no list of what is trusted</source>
        <translation>die Liste des Vertrauten fehlt</translation>
    </message>
    <message>
        <source>an entry names no file or no content</source>
        <translation>ein Eintrag nennt keine Datei oder keinen Inhalt</translation>
    </message>
    <message>
        <source>%1 was written by a newer version; update this program</source>
        <translation>%1 stammt von einer neueren Version; aktualisieren Sie dieses Programm</translation>
    </message>
    <message>
        <source>others may write it</source>
        <translation>andere dürfen hineinschreiben</translation>
    </message>
    <message>
        <source>%1 was damaged and is %2 now</source>
        <translation>%1 war beschädigt und heißt jetzt %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is nothing that can be trusted</source>
        <translation>„%1“ ist nichts, dem vertraut werden kann</translation>
    </message>
    <message>
        <source>%1 is not trusted</source>
        <translation>%1 ist nicht als vertrauenswürdig eingetragen</translation>
    </message>
    <message>
        <source>Forward and record only: nothing changes a request or an answer.</source>
        <translation>Nur weiterleiten und aufzeichnen: Nichts ändert eine Anfrage oder eine Antwort.</translation>
    </message>
    <message>
        <source>%1 is damaged</source>
        <translation>%1 ist beschädigt</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2; check its permissions and free space</source>
        <translation>%1 kann nicht geschrieben werden: %2; prüfen Sie Rechte und freien Platz</translation>
    </message>
    <message>
        <source>%1: the line is incomplete</source>
        <translation>%1: die Zeile ist unvollständig</translation>
    </message>
    <message>
        <source>%1: this is no record</source>
        <translation>%1: das ist kein Eintrag</translation>
    </message>
    <message>
        <source>%1: records %2 to %3 are missing</source>
        <translation>%1: die Einträge %2 bis %3 fehlen</translation>
    </message>
    <message>
        <source>%1: record %2 comes after record %3</source>
        <translation>%1: Eintrag %2 kommt nach Eintrag %3</translation>
    </message>
    <message>
        <source>%1: the record before it was changed</source>
        <translation>%1: der Eintrag davor wurde verändert</translation>
    </message>
    <message>
        <source>audit.head is missing: records at the end may be, too</source>
        <translation>audit.head fehlt: auch am Ende können Einträge fehlen</translation>
    </message>
    <message>
        <source>records %1 to %2 are missing at the beginning</source>
        <translation>die Einträge %1 bis %2 fehlen am Anfang</translation>
    </message>
    <message>
        <source>records %1 to %2 are missing at the end</source>
        <translation>die Einträge %1 bis %2 fehlen am Ende</translation>
    </message>
    <message>
        <source>the last record is not the one that was written</source>
        <translation>der letzte Eintrag ist nicht der, der geschrieben wurde</translation>
    </message>
    <message>
        <source>%1 does not exist or cannot be executed; check its path and permissions</source>
        <translation>%1 gibt es nicht, oder es ist nicht ausführbar; prüfen Sie Pfad und Rechte</translation>
    </message>
    <message>
        <source>there is no program %1 in PATH; install it, or give its whole path</source>
        <translation>in PATH gibt es kein Programm %1; installieren Sie es oder geben Sie den ganzen Pfad an</translation>
    </message>
    <message>
        <source>too many files are open; raise the limit of open files</source>
        <translation>zu viele Dateien sind offen; erhöhen Sie die Grenze für offene Dateien</translation>
    </message>
    <message>
        <source>ended by signal %1 (%2)</source>
        <translation>durch Signal %1 beendet (%2)</translation>
    </message>
    <message>
        <source>ended because it had started more than %1 processes</source>
        <translation>beendet, weil mehr als %1 Prozesse gestartet waren</translation>
    </message>
    <message>
        <source>lost: its supervisor was ended from outside</source>
        <translation>verloren: sein Aufseher wurde von außen beendet</translation>
    </message>
    <message>
        <source>%1 leads out of %2; use a file below it</source>
        <translation>%1 führt aus %2 hinaus; nehmen Sie eine Datei darunter</translation>
    </message>
    <message>
        <source>%1 cannot be opened: %2; check its permissions</source>
        <translation>%1 kann nicht geöffnet werden: %2; prüfen Sie die Rechte</translation>
    </message>
    <message>
        <source>%1 cannot be locked: %2; use a file system with locks</source>
        <translation>%1 kann nicht gesperrt werden: %2; nehmen Sie ein Dateisystem mit Sperren</translation>
    </message>
    <message>
        <source>%1 is locked by another process; try again</source>
        <translation>%1 ist durch einen anderen Prozess gesperrt; versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>%1 prepared %2 for a conversation</source>
        <translation>%1 hat %2 auf ein Gespräch vorbereitet</translation>
    </message>
    <message>
        <source>%1 in (%2 % cached)</source>
        <translation>%1 herein (%2 % aus dem Cache)</translation>
    </message>
    <message>
        <source>%1 in</source>
        <translation>%1 herein</translation>
    </message>
    <message>
        <source>%1 out</source>
        <translation>%1 heraus</translation>
    </message>
    <message>
        <source> (%1 of them reasoning)</source>
        <translation> (davon %1 Nachdenken)</translation>
    </message>
    <message>
        <source>%1 % used</source>
        <translation>%1 % verbraucht</translation>
    </message>
    <message>
        <source>%1 of %2 left</source>
        <translation>%1 von %2 übrig</translation>
    </message>
    <message>
        <source>reset in %1</source>
        <translation>zurückgesetzt in %1</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>Beantwortet von</translation>
    </message>
    <message>
        <source>Service tier</source>
        <translation>Dienststufe</translation>
    </message>
    <message>
        <source>Tools called</source>
        <translation>Aufgerufene Werkzeuge</translation>
    </message>
    <message>
        <source>Limits, as of this answer</source>
        <translation>Limits, Stand dieser Antwort</translation>
    </message>
    <message>
        <source>First output after</source>
        <translation>Erste Ausgabe nach</translation>
    </message>
    <message>
        <source>Longest gap</source>
        <translation>Längste Pause</translation>
    </message>
    <message>
        <source>Stalls</source>
        <translation>Stockungen</translation>
    </message>
    <message>
        <source>Changed by</source>
        <translation>Geändert von</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Preparation</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>“outcome:%1” is unknown. Outcomes are completed, failed, incomplete, cut.</source>
        <translation>„outcome:%1“ ist unbekannt. Ergebnisse sind completed, failed, incomplete, cut.</translation>
    </message>
    <message>
        <source>“changed:%1”: write yes or no.</source>
        <translation>„changed:%1“: Schreiben Sie yes oder no.</translation>
    </message>
    <message>
        <source>Codex-Plus %1 at %2, since %3</source>
        <translation>Codex-Plus %1 auf %2, seit %3</translation>
    </message>
    <message>
        <source>Upstream: chosen by the kind of login</source>
        <translation>Upstream: nach Art der Anmeldung gewählt</translation>
    </message>
    <message>
        <source>Upstream: %1</source>
        <translation>Upstream: %1</translation>
    </message>
    <message>
        <source>Requests: %1, of which %2 failed and %3 are on their way</source>
        <translation>Anfragen: %1, davon %2 gescheitert und %3 unterwegs</translation>
    </message>
    <message>
        <source>Recording: %1</source>
        <translation>Aufzeichnung: %1</translation>
    </message>
    <message>
        <source>the changes of the request contradict each other</source>
        <translation>die Änderungen der Anfrage widersprechen einander</translation>
    </message>
    <message>
        <source>A hook stopped the compaction.</source>
        <translation>Ein Hook hat die Verdichtung angehalten.</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Refused by `%1`: %2</source>
        <translation>Abgelehnt von `%1`: %2</translation>
    </message>
    <message>
        <source>`/%1` was answered here, the model was not asked</source>
        <translation>`/%1` wurde hier beantwortet, das Modell nicht gefragt</translation>
    </message>
    <message>
        <source>`/%1` was filled in from %2</source>
        <translation>`/%1` wurde aus %2 ausgefüllt</translation>
    </message>
    <message>
        <source>`%1` added: %2</source>
        <translation>`%1` ergänzte: %2</translation>
    </message>
    <message>
        <source>Codex-Plus has changed nothing in this session.</source>
        <translation>Codex-Plus hat in dieser Sitzung nichts geändert.</translation>
    </message>
    <message>
        <source>What Codex-Plus did in this session:</source>
        <translation>Was Codex-Plus in dieser Sitzung getan hat:</translation>
    </message>
    <message>
        <source>the body is not a JSON object in UTF-8 (%1)</source>
        <translation>der Inhalt ist kein JSON-Objekt in UTF-8 (%1)</translation>
    </message>
    <message>
        <source>hook</source>
        <translation>Hook</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>status line</source>
        <translation>Statuszeile</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>upstream</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>erstes Byte</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 gesendet, %2 empfangen</translation>
    </message>
    <message>
        <source>answered by</source>
        <translation>beantwortet von</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in (%2 cached), %3 out (%4 reasoning)</source>
        <translation>%1 herein (%2 aus dem Cache), %3 heraus (%4 Nachdenken)</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Sent as received: nothing was changed in the request.</source>
        <translation>Gesendet wie empfangen: An der Anfrage wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The bodies were not recorded whole, so they cannot be compared. What was changed, as far as it was kept:</source>
        <translation>Die Inhalte wurden nicht vollständig aufgezeichnet und lassen sich daher nicht vergleichen. Was geändert wurde, soweit es aufbewahrt ist:</translation>
    </message>
    <message>
        <source>by nobody that is known: not attributed</source>
        <translation>von niemandem, der bekannt wäre: nicht zugeordnet</translation>
    </message>
    <message>
        <source>%1 in the answer</source>
        <translation>%1 in der Antwort</translation>
    </message>
    <message>
        <source>The body: %1</source>
        <translation>Der Inhalt: %1</translation>
    </message>
    <message>
        <source>%1 bytes that are no text</source>
        <translation>%1 Bytes, die kein Text sind</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Body as sent</source>
        <translation>Inhalt, wie gesendet</translation>
    </message>
    <message>
        <source>what was done in this session</source>
        <translation>was in dieser Sitzung getan wurde</translation>
    </message>
    <message>
        <source>Differences between what was received and what was sent: %1</source>
        <translation>Unterschiede zwischen dem, was kam, und dem, was gesendet wurde: %1</translation>
    </message>
    <message>
        <source>Answered here: nothing was sent to the model. Taken out of the conversation from now on:</source>
        <translation>Hier beantwortet: An das Modell ging nichts. Von nun an nicht mehr im Gespräch:</translation>
    </message>
    <message>
        <source>Refused here (%1): nothing was sent to the model. Taken out of the conversation from now on:</source>
        <translation>Hier abgelehnt (%1): An das Modell ging nichts. Von nun an nicht mehr im Gespräch:</translation>
    </message>
    <message>
        <source>%1 was written here and has been changed since, so it stays; remove it, or move it away</source>
        <translation>%1 wurde hier geschrieben und seitdem geändert, bleibt also; entfernen Sie es, oder verschieben Sie es</translation>
    </message>
    <message>
        <source>/%1 gets no skill: it would be $%2, as for /%3; rename one of them</source>
        <translation>/%1 bekommt keinen Skill: Er hieße $%2 wie der für /%3; benennen Sie eins von beiden um</translation>
    </message>
    <message>
        <source>/%1 gets no skill: %2 is not from Codex-Plus; rename the command, or that skill</source>
        <translation>/%1 bekommt keinen Skill: %2 ist nicht von Codex-Plus; benennen Sie den Befehl oder diesen Skill um</translation>
    </message>
    <message>
        <source>%1 cannot be made; check the permissions of the directory it is in</source>
        <translation>%1 kann nicht angelegt werden; prüfen Sie die Rechte des Verzeichnisses, in dem es liegt</translation>
    </message>
    <message>
        <source>others may write %1; take that away with: chmod go-w %1</source>
        <translation>andere dürfen %1 schreiben; nehmen Sie das weg mit: chmod go-w %1</translation>
    </message>
</context>
<context>
    <name>cpx::AutomationThread</name>
    <message>
        <source>a file system does not answer: what waits for it cannot be ended</source>
        <translation>Ein Dateisystem antwortet nicht: Was darauf wartet, kann nicht beendet werden</translation>
    </message>
</context>
<context>
    <name>cpx::ChartWidget</name>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>60 min ago</source>
        <translation>vor 60 min</translation>
    </message>
    <message>
        <source>30 min ago</source>
        <translation>vor 30 min</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Requests per minute in the last hour: %1 in all, %2 failed, at most %3 in one minute</source>
        <translation>Anfragen je Minute in der letzten Stunde: %1 insgesamt, %2 fehlgeschlagen, höchstens %3 in einer Minute</translation>
    </message>
</context>
<context>
    <name>cpx::ChildTree</name>
    <message>
        <source>no channel to it can be made: %1; close other programs</source>
        <translation>es ist kein Kanal dazu möglich: %1; schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>too many files are open; raise the limit of open files</source>
        <translation>zu viele Dateien sind offen; erhöhen Sie die Grenze für offene Dateien</translation>
    </message>
    <message>
        <source>no thread can be started for it: %1; close other programs</source>
        <translation>es lässt sich kein Thread dafür starten: %1; schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>%1 cannot be executed: %2; check that it is a program, and its permissions</source>
        <translation>%1 kann nicht ausgeführt werden: %2; prüfen Sie, ob es ein Programm ist, und seine Rechte</translation>
    </message>
    <message>
        <source>the working directory %1 cannot be entered: %2; check that it exists, and its permissions</source>
        <translation>das Arbeitsverzeichnis %1 ist nicht zugänglich: %2; prüfen Sie, ob es vorhanden ist, und seine Rechte</translation>
    </message>
    <message>
        <source>no process can be started for it: %1; close other programs</source>
        <translation>es lässt sich kein Prozess dafür starten: %1; schließen Sie andere Programme</translation>
    </message>
</context>
<context>
    <name>cpx::CopyField</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>cpx::DirectReply</name>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
</context>
<context>
    <name>cpx::Engine</name>
    <message>
        <source>codex-plus status will not see this proxy (%1)</source>
        <translation>codex-plus status wird diesen Proxy nicht sehen (%1)</translation>
    </message>
    <message>
        <source>other programs cannot control this proxy (%1)</source>
        <translation>andere Programme können diesen Proxy nicht steuern (%1)</translation>
    </message>
</context>
<context>
    <name>cpx::EngineHost</name>
    <message>
        <source>the proxy is already running; stop it first</source>
        <translation>der Proxy läuft bereits; halten Sie ihn zuerst an</translation>
    </message>
</context>
<context>
    <name>cpx::Exchange</name>
    <message>
        <source>%1 broke off in the middle of its answer.</source>
        <translation>%1 brach mitten in der Antwort ab.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>%1 fell silent in the middle of its answer.</source>
        <translation>%1 verstummte mitten in der Antwort.</translation>
    </message>
    <message>
        <source>%1 did not answer the WebSocket handshake it was sent.</source>
        <translation>%1 hat den gesendeten WebSocket-Handshake nicht beantwortet.</translation>
    </message>
    <message>
        <source>%1 broke off the WebSocket.</source>
        <translation>%1 brach den WebSocket ab.</translation>
    </message>
</context>
<context>
    <name>cpx::FlowDetailPanel</name>
    <message>
        <source>Close the details (Esc)</source>
        <translation>Einzelheiten schließen (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Einzelheiten schließen</translation>
    </message>
    <message>
        <source>Details of the request</source>
        <translation>Einzelheiten der Anfrage</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Headers; values of credentials are replaced by ***</source>
        <translation>Header; Zugangsdaten sind durch *** ersetzt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Request headers</source>
        <translation>Header der Anfrage</translation>
    </message>
    <message>
        <source>Response headers</source>
        <translation>Header der Antwort</translation>
    </message>
</context>
<context>
    <name>cpx::FlowModel</name>
    <message>
        <source>The server answered with HTTP status %1.</source>
        <translation>Der Server antwortete mit HTTP-Status %1.</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Strömt ein</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>Zeit bis zum ersten Byte der Antwort</translation>
    </message>
    <message>
        <source>Time until the end of the answer; counts up while it is running</source>
        <translation>Zeit bis zum Ende der Antwort; zählt mit, solange sie läuft</translation>
    </message>
    <message>
        <source>Size of the answer as handed to the client</source>
        <translation>Größe der Antwort, wie sie dem Client übergeben wurde</translation>
    </message>
    <message>
        <source>#</source>
        <comment>number of the request</comment>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Request %1, %2, %3, status %4</source>
        <translation>Anfrage %1, %2, %3, Status %4</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Vollendet</translation>
    </message>
    <message>
        <source>Failed</source>
        <comment>outcome of an answer</comment>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>How the model&apos;s answer ended, as it says itself</source>
        <translation>Wie die Antwort des Modells endete, nach ihren eigenen Worten</translation>
    </message>
    <message>
        <source>Tokens of the request as the backend counted them, cached ones included</source>
        <translation>Token der Anfrage, wie das Backend sie gezählt hat, einschließlich der zwischengespeicherten</translation>
    </message>
    <message>
        <source>Tokens of the request that the backend had in its cache</source>
        <translation>Token der Anfrage, die das Backend in seinem Cache hatte</translation>
    </message>
    <message>
        <source>Tokens of the answer as the backend counted them, reasoning included</source>
        <translation>Token der Antwort, wie das Backend sie gezählt hat, einschließlich des Nachdenkens</translation>
    </message>
    <message>
        <source>Time until the model&apos;s first output</source>
        <translation>Zeit bis zur ersten Ausgabe des Modells</translation>
    </message>
    <message>
        <source>Changes that Codex-Plus made in the request and the answer</source>
        <translation>Änderungen, die Codex-Plus an Anfrage und Antwort vorgenommen hat</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token herein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token heraus</translation>
    </message>
    <message>
        <source>First output</source>
        <translation>Erste Ausgabe</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
</context>
<context>
    <name>cpx::FlowTable</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>&amp;Copy Rows</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy Ce&amp;ll</source>
        <translation>&amp;Zelle kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Summary</source>
        <translation>Ü&amp;berblick kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Error</source>
        <translation>&amp;Fehler kopieren</translation>
    </message>
</context>
<context>
    <name>cpx::HeaderBar</name>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>cpx::HelpDialog</name>
    <message>
        <source>Command for one run</source>
        <translation>Befehl für einen Lauf</translation>
    </message>
    <message>
        <source>Line for config.toml</source>
        <translation>Zeile für config.toml</translation>
    </message>
    <message>
        <source>How to Connect Codex</source>
        <translation>So wird Codex verbunden</translation>
    </message>
    <message>
        <source>1. Try one run</source>
        <translation>1. Einen Lauf ausprobieren</translation>
    </message>
    <message>
        <source>Start the proxy, then run this in a terminal. Only this run goes through Codex-Plus:</source>
        <translation>Starten Sie den Proxy und führen Sie dies in einem Terminal aus. Nur dieser Lauf geht durch Codex-Plus:</translation>
    </message>
    <message>
        <source>2. Connect every run</source>
        <translation>2. Jeden Lauf verbinden</translation>
    </message>
    <message>
        <source>Put this line at the top of ~/.codex/config.toml, above the first line that begins with “[”. Your login stays as it is:</source>
        <translation>Setzen Sie diese Zeile an den Anfang von ~/.codex/config.toml, vor die erste Zeile, die mit „[“ beginnt. Ihre Anmeldung bleibt, wie sie ist:</translation>
    </message>
    <message>
        <source>3. Disconnect</source>
        <translation>3. Trennen</translation>
    </message>
    <message>
        <source>Remove the line again. While it is there, Codex needs the proxy to be running. The environment variable OPENAI_BASE_URL has no effect on Codex.</source>
        <translation>Entfernen Sie die Zeile wieder. Solange sie da ist, braucht Codex den laufenden Proxy. Die Umgebungsvariable OPENAI_BASE_URL wirkt auf Codex nicht.</translation>
    </message>
    <message>
        <source>Start the proxy to see the command.</source>
        <translation>Starten Sie den Proxy, um den Befehl zu sehen.</translation>
    </message>
    <message>
        <source>Start the proxy to see the line.</source>
        <translation>Starten Sie den Proxy, um die Zeile zu sehen.</translation>
    </message>
</context>
<context>
    <name>cpx::HookRunner</name>
    <message>
        <source>too many hooks wait to run in the background</source>
        <translation>zu viele Hooks warten darauf, im Hintergrund zu laufen</translation>
    </message>
</context>
<context>
    <name>cpx::LineProcess</name>
    <message>
        <source>it exited with code %1</source>
        <translation>beendet mit Code %1</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>durch Signal %1 beendet</translation>
    </message>
    <message>
        <source>it had started too many processes</source>
        <translation>zu viele Prozesse waren gestartet</translation>
    </message>
    <message>
        <source>it was ended from outside</source>
        <translation>von außen beendet</translation>
    </message>
    <message>
        <source>it wrote a line that is too long</source>
        <translation>eine Zeile war zu lang</translation>
    </message>
</context>
<context>
    <name>cpx::MainActions</name>
    <message>
        <source>&amp;Overview</source>
        <translation>Ü&amp;bersicht</translation>
    </message>
    <message>
        <source>&amp;Traffic</source>
        <translation>&amp;Verkehr</translation>
    </message>
    <message>
        <source>Start Proxy</source>
        <translation>Proxy starten</translation>
    </message>
    <message>
        <source>Copy &amp;Endpoint</source>
        <translation>&amp;Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Test Command</source>
        <translation>&amp;Testbefehl kopieren</translation>
    </message>
    <message>
        <source>&amp;Find Requests</source>
        <translation>Anfragen &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;Collapse Sidebar</source>
        <translation>&amp;Seitenleiste einklappen</translation>
    </message>
    <message>
        <source>&amp;Close to Tray</source>
        <translation>In die &amp;Ablage schließen</translation>
    </message>
    <message>
        <source>&amp;Keep Running in Tray When Closed</source>
        <translation>Nach dem Schließen in der Ablage &amp;weiterlaufen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;How to Connect Codex</source>
        <translation>&amp;So wird Codex verbunden</translation>
    </message>
    <message>
        <source>&amp;About Codex-Plus</source>
        <translation>Ü&amp;ber Codex-Plus</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Proxy</source>
        <translation>&amp;Proxy</translation>
    </message>
    <message>
        <source>&amp;Requests</source>
        <translation>An&amp;fragen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>Aus&amp;sehen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>cpx::MainWindow</name>
    <message>
        <source>Codex-Plus</source>
        <translation>Codex-Plus</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Test command copied: paste it into a terminal.</source>
        <translation>Testbefehl kopiert: fügen Sie ihn in ein Terminal ein.</translation>
    </message>
    <message>
        <source>A system tray is there now: Codex-Plus can keep running in it.</source>
        <translation>Es gibt jetzt eine Ablage: Codex-Plus kann darin weiterlaufen.</translation>
    </message>
    <message>
        <source>No system tray found: closing the window quits Codex-Plus. Minimize it to keep the proxy running.</source>
        <translation>Keine Ablage gefunden: Schließen des Fensters beendet Codex-Plus. Minimieren Sie es, damit der Proxy weiterläuft.</translation>
    </message>
    <message>
        <source>&amp;Close to Tray</source>
        <translation>In die &amp;Ablage schließen</translation>
    </message>
    <message>
        <source>&amp;Minimize Window</source>
        <translation>Fenster &amp;minimieren</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n request(s) to finish. Quit again to cut them off.</source>
        <translation>
            <numerusform>Es wird auf %n Anfrage gewartet. Nochmals Beenden bricht sie ab.</numerusform>
            <numerusform>Es wird auf %n Anfragen gewartet. Nochmals Beenden bricht sie ab.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::OverviewModel</name>
    <message>
        <source>p95 first byte %1 (1 h)</source>
        <translation>p95 erstes Byte %1 (1 h)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <comment>status, time to first byte</comment>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>no answers yet</source>
        <translation>noch keine Antworten</translation>
    </message>
    <message numerus="yes">
        <source>p50 and p95 from %n answer(s)</source>
        <translation>
            <numerusform>p50 und p95 aus %n Antwort</numerusform>
            <numerusform>p50 und p95 aus %n Antworten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>p95 needs %1 answers (%n so far)</source>
        <translation>
            <numerusform>p95 ab %1 Antworten (bisher %n)</numerusform>
            <numerusform>p95 ab %1 Antworten (bisher %n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Demo: answers come from a built-in model. No account is needed, and nothing leaves this computer.</source>
        <translation>Vorführung: Die Antworten kommen von einem eingebauten Modell. Es braucht kein Konto, und nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Send Sample Requests</source>
        <translation>Beispielanfragen senden</translation>
    </message>
    <message>
        <source>Send some requests as Codex would, so that there is something to see</source>
        <translation>Einige Anfragen senden, wie Codex es täte, damit es etwas zu sehen gibt</translation>
    </message>
    <message>
        <source>Use a Free Port</source>
        <translation>Freien Port nehmen</translation>
    </message>
    <message>
        <source>Start on any free port, until Codex-Plus is quit</source>
        <translation>Auf irgendeinem freien Port starten, bis Codex-Plus beendet wird</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Connect Codex</source>
        <translation>Codex verbinden</translation>
    </message>
    <message>
        <source>Command for one run</source>
        <translation>Befehl für einen Lauf</translation>
    </message>
    <message>
        <source>Line for config.toml</source>
        <translation>Zeile für config.toml</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Send one run through Codex-Plus, in a terminal:</source>
        <translation>Einen Lauf durch Codex-Plus schicken, in einem Terminal:</translation>
    </message>
    <message>
        <source>Or all runs: put this line at the top of ~/.codex/config.toml</source>
        <translation>Oder alle: diese Zeile an den Anfang von ~/.codex/config.toml</translation>
    </message>
    <message>
        <source>Last 60 Minutes</source>
        <translation>Letzte 60 Minuten</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>First byte p50</source>
        <translation>Erstes Byte p50</translation>
    </message>
    <message>
        <source>First byte p95</source>
        <translation>Erstes Byte p95</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Half of the answers began within this time</source>
        <translation>Die Hälfte der Antworten begann innerhalb dieser Zeit</translation>
    </message>
    <message>
        <source>95 of 100 answers began within this time</source>
        <translation>95 von 100 Antworten begannen innerhalb dieser Zeit</translation>
    </message>
    <message>
        <source>Recent Requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
    <message>
        <source>Show the last error</source>
        <translation>Letzten Fehler zeigen</translation>
    </message>
    <message>
        <source>No requests yet.</source>
        <translation>Noch keine Anfragen.</translation>
    </message>
    <message numerus="yes">
        <source>newest %n request(s) only</source>
        <translation>
            <numerusform>nur die neueste Anfrage</numerusform>
            <numerusform>nur die neuesten %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Last error: %1</source>
        <translation>Letzter Fehler: %1</translation>
    </message>
    <message>
        <source>Start the proxy to see the command.</source>
        <translation>Starten Sie den Proxy, um den Befehl zu sehen.</translation>
    </message>
    <message>
        <source>Start the proxy to see the line.</source>
        <translation>Starten Sie den Proxy, um die Zeile zu sehen.</translation>
    </message>
</context>
<context>
    <name>cpx::PromptStoreThread</name>
    <message>
        <source>what was done to the last prompts may be forgotten: the disk does not answer</source>
        <translation>was mit den letzten Prompts gemacht wurde, ist vielleicht vergessen: die Platte antwortet nicht</translation>
    </message>
</context>
<context>
    <name>cpx::PromptStoreWorker</name>
    <message>
        <source>what was done to prompts will not be known after a restart: %1</source>
        <translation>was mit Prompts gemacht wurde, wird nach einem Neustart nicht mehr bekannt sein: %1</translation>
    </message>
    <message>
        <source>what was known of earlier prompts was damaged and is now in %1</source>
        <translation>was von früheren Prompts bekannt war, war beschädigt und ist jetzt in %1</translation>
    </message>
</context>
<context>
    <name>cpx::ProxyController</name>
    <message>
        <source>Recording is on: which requests were made is kept on this computer, without what they said.</source>
        <translation>Die Aufzeichnung läuft: Welche Anfragen gestellt wurden, wird auf diesem Rechner aufbewahrt, ohne ihren Inhalt.</translation>
    </message>
    <message>
        <source>Recording is on: requests and answers are kept on this computer, with credentials replaced.</source>
        <translation>Die Aufzeichnung läuft: Anfragen und Antworten werden auf diesem Rechner aufbewahrt, Zugangsdaten darin ersetzt.</translation>
    </message>
    <message>
        <source>Recording is on: requests and answers are kept on this computer as they are.</source>
        <translation>Die Aufzeichnung läuft: Anfragen und Antworten werden auf diesem Rechner aufbewahrt, wie sie sind.</translation>
    </message>
    <message>
        <source>the environment variable has the value of proxy.clientToken</source>
        <translation>die Umgebungsvariable hat den Wert von proxy.clientToken</translation>
    </message>
</context>
<context>
    <name>cpx::ProxyTunnel</name>
    <message>
        <source>its answer is not valid HTTP</source>
        <translation>seine Antwort ist kein gültiges HTTP</translation>
    </message>
    <message>
        <source>it asks for a user and a password</source>
        <translation>er verlangt Benutzer und Passwort</translation>
    </message>
    <message>
        <source>it does not accept the user or the password</source>
        <translation>er nimmt Benutzer oder Passwort nicht an</translation>
    </message>
    <message>
        <source>it answered with status %1</source>
        <translation>er antwortete mit Status %1</translation>
    </message>
    <message>
        <source>it sent more than its answer</source>
        <translation>er sandte mehr als seine Antwort</translation>
    </message>
</context>
<context>
    <name>cpx::PythonHookChild</name>
    <message>
        <source>the Python hooks did not answer within %1 s; make them faster</source>
        <translation>die Python-Hooks haben nicht innerhalb von %1 s geantwortet; machen Sie sie schneller</translation>
    </message>
    <message>
        <source>the Python hooks have failed and are left alone for a while</source>
        <translation>die Python-Hooks sind gescheitert und bleiben eine Weile außen vor</translation>
    </message>
    <message>
        <source>too many requests wait for the Python hooks</source>
        <translation>zu viele Anfragen warten auf die Python-Hooks</translation>
    </message>
    <message>
        <source>there is no %1 for the Python hooks; install it</source>
        <translation>für die Python-Hooks fehlt %1; installieren Sie es</translation>
    </message>
    <message>
        <source>the Python hooks have ended: %1</source>
        <translation>die Python-Hooks sind zu Ende: %1</translation>
    </message>
    <message>
        <source>the Python hooks gave an answer nobody asked for</source>
        <translation>die Python-Hooks haben eine Antwort gegeben, nach der niemand gefragt hat</translation>
    </message>
</context>
<context>
    <name>cpx::RecentList</name>
    <message>
        <source>Recent requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
</context>
<context>
    <name>cpx::RecordWriter</name>
    <message>
        <source>requests are not recorded: %1</source>
        <translation>Anfragen werden nicht aufgezeichnet: %1</translation>
    </message>
    <message>
        <source>requests are recorded without their bodies: %1</source>
        <translation>Anfragen werden ohne ihren Inhalt aufgezeichnet: %1</translation>
    </message>
    <message>
        <source>the recorded requests were damaged and are now in %1</source>
        <translation>die aufgezeichneten Anfragen waren beschädigt und sind jetzt in %1</translation>
    </message>
</context>
<context>
    <name>cpx::Recorder</name>
    <message>
        <source>the last requests may not be recorded: the disk does not answer</source>
        <translation>die letzten Anfragen sind vielleicht nicht aufgezeichnet: der Datenträger antwortet nicht</translation>
    </message>
    <message>
        <source>the disk is too slow: some requests are not recorded</source>
        <translation>der Datenträger ist zu langsam: manche Anfragen werden nicht aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>cpx::RouteView</name>
    <message>
        <source>Codex</source>
        <translation>Codex</translation>
    </message>
    <message>
        <source>Codex-Plus</source>
        <translation>Codex-Plus</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>noch nicht gesehen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>unnamed client</source>
        <translation>Client ohne Namen</translation>
    </message>
    <message>
        <source>%1, any free port</source>
        <translation>%1, irgendein freier Port</translation>
    </message>
    <message>
        <source>built-in demo model</source>
        <translation>eingebautes Modell</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>Noch nicht gefragt</translation>
    </message>
    <message>
        <source>chosen by login</source>
        <translation>je nach Anmeldung</translation>
    </message>
    <message>
        <source>chatgpt.com with a ChatGPT login, api.openai.com with an API key</source>
        <translation>chatgpt.com bei Anmeldung mit ChatGPT, api.openai.com mit API-Schlüssel</translation>
    </message>
</context>
<context>
    <name>cpx::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Show the names of the pages</source>
        <translation>Namen der Seiten zeigen</translation>
    </message>
    <message>
        <source>Show icons only</source>
        <translation>Nur Symbole zeigen</translation>
    </message>
</context>
<context>
    <name>cpx::StatePill</name>
    <message>
        <source>State of the proxy: %1</source>
        <translation>Zustand des Proxys: %1</translation>
    </message>
</context>
<context>
    <name>cpx::StatusLine</name>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Show the requests in flight</source>
        <translation>Laufende Anfragen zeigen</translation>
    </message>
    <message>
        <source>Show the last 60 minutes</source>
        <translation>Die letzten 60 Minuten zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::TimingBar</name>
    <message>
        <source>%1 % waiting, %2 % streaming</source>
        <translation>%1 % Warten, %2 % Einströmen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Strömt ein</translation>
    </message>
</context>
<context>
    <name>cpx::TrafficPage</name>
    <message>
        <source>&amp;Pause Live Update</source>
        <translation>&amp;Live-Ansicht anhalten</translation>
    </message>
    <message>
        <source>&amp;Follow Newest</source>
        <translation>&amp;Neuesten folgen</translation>
    </message>
    <message>
        <source>&amp;Clear Filters</source>
        <translation>&amp;Filter löschen</translation>
    </message>
    <message>
        <source>&amp;Copy Rows</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter: text or status:5xx model:gpt* kind:turn state:failed since:1h slow:&gt;2s</source>
        <translation>Filter: Text oder status:5xx model:gpt* kind:turn state:failed since:1h slow:&gt;2s</translation>
    </message>
    <message>
        <source>Words must all occur. Keys: %1. Put text with a colon in quotes.</source>
        <translation>Alle Wörter müssen vorkommen. Schlüssel: %1. Text mit Doppelpunkt gehört in Anführungszeichen.</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>Spalten wählen</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n request(s)</source>
        <translation>
            <numerusform>%1 von %n Anfrage</numerusform>
            <numerusform>%1 von %n Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n new</source>
        <translation>
            <numerusform>Angehalten, %n neue</numerusform>
            <numerusform>Angehalten, %n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>Proxy is stopped.</source>
        <translation>Der Proxy ist angehalten.</translation>
    </message>
    <message>
        <source>No request can arrive until it runs.</source>
        <translation>Solange er nicht läuft, kann keine Anfrage ankommen.</translation>
    </message>
    <message>
        <source>Start Proxy</source>
        <translation>Proxy starten</translation>
    </message>
    <message>
        <source>Waiting for Codex.</source>
        <translation>Es wird auf Codex gewartet.</translation>
    </message>
    <message>
        <source>Requests appear here as soon as Codex sends one to %1. Run the test command in a terminal to see the first.</source>
        <translation>Anfragen erscheinen hier, sobald Codex eine an %1 sendet. Führen Sie den Testbefehl in einem Terminal aus, um die erste zu sehen.</translation>
    </message>
    <message>
        <source>Copy Test Command</source>
        <translation>Testbefehl kopieren</translation>
    </message>
    <message>
        <source>No request matches.</source>
        <translation>Keine Anfrage passt.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) do not match “%1”.</source>
        <translation>
            <numerusform>%n Anfrage passt nicht zu „%1“.</numerusform>
            <numerusform>%n Anfragen passen nicht zu „%1“.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear Filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Test command copied: paste it into a terminal.</source>
        <translation>Testbefehl kopiert: fügen Sie ihn in ein Terminal ein.</translation>
    </message>
    <message>
        <source>Filter not applied: %1</source>
        <translation>Filter nicht angewendet: %1</translation>
    </message>
    <message>
        <source>Filter not applied: %1 Still in force: “%2”</source>
        <translation>Filter nicht angewendet: %1 Es gilt weiter: „%2“</translation>
    </message>
</context>
<context>
    <name>cpx::TrayIcon</name>
    <message>
        <source>&amp;Open Codex-Plus</source>
        <translation>Codex-Plus ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Show Live &amp;Traffic</source>
        <translation>&amp;Verkehr zeigen</translation>
    </message>
    <message>
        <source>&amp;Copy Endpoint</source>
        <translation>&amp;Adresse kopieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>%1 %2 on %3</source>
        <translation>%1 %2 auf %3</translation>
    </message>
    <message numerus="yes">
        <source>Codex-Plus — %1, %n in flight</source>
        <translation>
            <numerusform>Codex-Plus — %1, %n unterwegs</numerusform>
            <numerusform>Codex-Plus — %1, %n unterwegs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n error(s) (1 h)</source>
        <translation>
            <numerusform>%1 · %n Fehler (1 h)</numerusform>
            <numerusform>%1 · %n Fehler (1 h)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::UpstreamConnection</name>
    <message>
        <source>the upstream closed the connection</source>
        <translation>der Upstream schloss die Verbindung</translation>
    </message>
</context>
<context>
    <name>cpx::UpstreamConnector</name>
    <message>
        <source>its host cannot be found</source>
        <translation>sein Host ist nicht zu finden</translation>
    </message>
    <message>
        <source>it does not answer in time</source>
        <translation>er antwortet nicht rechtzeitig</translation>
    </message>
</context>
</TS>
