import Foundation
import Scenes

/// An X server without a screen, for tests that open real windows.
final class VirtualDisplay {
  static let width = 1280
  static let height = 800

  /// Whether the programs are installed; `.ci/run` installs them and sets GAUNTLET_REQUIRE_DISPLAY, so that
  /// there a missing one fails instead of skipping.
  static var isAvailable: Bool {
    ProcessInfo.processInfo.environment["GAUNTLET_REQUIRE_DISPLAY"] == "1"
      || (path(of: "Xvfb") != nil && path(of: "xdotool") != nil)
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  private let server = Process()
  private let folder: URL

  init() throws {
    guard let program = Self.path(of: "Xvfb"), Self.path(of: "xdotool") != nil else {
      throw Fault(description: "no Xvfb or xdotool; apt-get install xvfb xdotool")
    }
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let number = Pipe()
    server.executableURL = program
    // The framebuffer lies in a file: a screenshot of the root window without another program.
    server.arguments = [
      "-displayfd", "1", "-screen", "0", "\(Self.width)x\(Self.height)x24", "-fbdir", folder.path,
      "-nolisten", "tcp",
      // Else the server starts over when its last window goes, and the next one may find it busy with that.
      "-noreset",
    ]
    server.standardOutput = number
    server.standardError = FileHandle.nullDevice
    try server.run()
    let answer = number.fileHandleForReading.availableData
    let digits = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard Int(digits) != nil else {
      server.terminate()
      throw Fault(description: "Xvfb did not start: '\(digits)'")
    }
    name = ":" + digits
  }

  deinit {
    // A test's threads block signals, and so do the programs that they start: only this one gets through.
    kill(server.processIdentifier, SIGKILL)
    server.waitUntilExit()
    let number = name.dropFirst()
    for rest in [folder.path, "/tmp/.X\(number)-lock", "/tmp/.X11-unix/X\(number)"] {
      try? FileManager.default.removeItem(atPath: rest)
    }
  }

  /// What the root window shows.
  func screenshot() throws -> Image {
    let data = [UInt8](try Data(contentsOf: folder.appendingPathComponent("Xvfb_screen0")))
    func word(_ index: Int) -> Int {
      (0..<4).reduce(0) { $0 << 8 | Int(data[4 * index + $1]) }
    }
    // The fields of XWDFile.h: 4 and 5 the size, 11 bits per pixel, 12 bytes per line, 19 colours.
    let (width, height, stride) = (word(4), word(5), word(12))
    guard word(11) == 32 else { throw Fault(description: "\(word(11)) bits per pixel, 32 expected") }
    let start = word(0) + 12 * word(19)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(4 * width * height)
    for y in 0..<height {
      for x in 0..<width {
        let place = start + y * stride + 4 * x
        pixels += [data[place + 2], data[place + 1], data[place], 255]
      }
    }
    return Image(width: width, height: height, pixels: pixels)
  }

  /// Runs xdotool with these words and returns what it prints.
  @discardableResult
  func drive(_ words: String...) throws -> String {
    let tool = Process()
    let output = Pipe()
    tool.standardOutput = output
    tool.executableURL = Self.path(of: "xdotool")
    tool.arguments = words
    tool.environment = ["DISPLAY": name]
    try tool.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    tool.waitUntilExit()
    guard tool.terminationStatus == 0 else { throw Fault(description: "xdotool \(words) failed") }
    return String(decoding: printed, as: UTF8.self)
  }

  /// Sends what a window manager sends when a person presses the close button.
  func requestClose(ofWindowTitled title: String) throws {
    let found = try drive("search", "--name", title).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let window = UInt(found) else { throw Fault(description: "no one window '\(title)': '\(found)'") }
    guard let library = dlopen("libX11.so.6", RTLD_NOW) else { throw Fault(description: "no libX11.so.6") }
    func procedure<F>(_ name: String, as type: F.Type) -> F { unsafeBitCast(dlsym(library, name), to: type) }
    typealias Pointer = UnsafeMutableRawPointer
    let open = procedure("XOpenDisplay", as: (@convention(c) (UnsafePointer<CChar>) -> Pointer?).self)
    let atom = procedure(
      "XInternAtom", as: (@convention(c) (Pointer, UnsafePointer<CChar>, CInt) -> UInt).self)
    let send = procedure("XSendEvent", as: (@convention(c) (Pointer, UInt, CInt, Int, Pointer) -> CInt).self)
    let close = procedure("XCloseDisplay", as: (@convention(c) (Pointer) -> CInt).self)
    guard let connection = open(name) else { throw Fault(description: "no connection to \(name)") }
    // XClientMessageEvent of Xlib.h in words of 8 bytes: type 33 first, window, message type, format, data.
    var event = [UInt](repeating: 0, count: 24)
    event[0] = 33
    event[4] = window
    event[5] = atom(connection, "WM_PROTOCOLS", 0)
    event[6] = 32
    event[7] = atom(connection, "WM_DELETE_WINDOW", 0)
    let sent = event.withUnsafeMutableBytes { send(connection, window, 0, 0, $0.baseAddress!) }
    _ = close(connection)
    guard sent != 0 else { throw Fault(description: "the request was not sent") }
  }

  static func path(of program: String) -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { URL(fileURLWithPath: String($0)).appendingPathComponent(program) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
