import Playback
import Viewer

/// What a key does in `watch`. The list of keys on screen is made from the same table.
enum WatchAction: Equatable {
  case togglePause, stepForward, stepBack, jumpForward, jumpBack, toBeginning, toEnd
  case slower, faster, toggleUnlimited, reset, nextSeed, previousSeed
  case resetCamera, screenshot, record, toggleHelp, toggleTrail, nextMap, togglePanels, nextFocus, release
  case selectNext, selectPrevious, decrease, increase, restore, toggleRule, toggleAllRules
  case quit
}

/// Whom the arrow keys obey.
enum Focus: String, CaseIterable {
  case viewer, agent, nature
}

struct KeyBinding {
  let keys: [Key]
  let label: String
  let meaning: String
  let action: WatchAction
  /// Nil: always.
  var focus: Focus?

  /// Earlier lines win.
  static let table: [KeyBinding] = [
    KeyBinding(
      keys: [.down], label: "down, up", meaning: "nature: select rule or parameter", action: .selectNext,
      focus: .nature),
    KeyBinding(keys: [.up], label: "", meaning: "", action: .selectPrevious, focus: .nature),
    KeyBinding(
      keys: [.left], label: "left, right", meaning: "nature: lower or raise the parameter",
      action: .decrease, focus: .nature),
    KeyBinding(keys: [.right], label: "", meaning: "", action: .increase, focus: .nature),
    KeyBinding(
      keys: [.enter], label: "enter", meaning: "nature: rule on or off; parameter to nominal",
      action: .toggleRule, focus: .nature),
    KeyBinding(
      keys: [.character("0")], label: "0", meaning: "nature: all parameters nominal", action: .restore,
      focus: .nature),
    KeyBinding(keys: [.space], label: "space", meaning: "pause, go on", action: .togglePause),
    KeyBinding(
      keys: [.right, .character(".")], label: "right or .", meaning: "one step", action: .stepForward),
    KeyBinding(
      keys: [.left, .character(",")], label: "left or ,", meaning: "one step back", action: .stepBack),
    KeyBinding(keys: [.pageDown], label: "page down", meaning: "20 steps on", action: .jumpForward),
    KeyBinding(keys: [.pageUp], label: "page up", meaning: "20 steps back", action: .jumpBack),
    KeyBinding(keys: [.home], label: "home", meaning: "to the beginning", action: .toBeginning),
    KeyBinding(keys: [.end], label: "end", meaning: "to the last recorded step", action: .toEnd),
    KeyBinding(keys: [.character("-")], label: "-", meaning: "half speed", action: .slower),
    KeyBinding(keys: [.character("=")], label: "+", meaning: "double speed", action: .faster),
    KeyBinding(keys: [.character("U")], label: "u", meaning: "as fast as possible", action: .toggleUnlimited),
    KeyBinding(keys: [.character("R")], label: "r", meaning: "reset, same seed", action: .reset),
    KeyBinding(keys: [.character("N")], label: "n", meaning: "next seed", action: .nextSeed),
    KeyBinding(keys: [.character("B")], label: "b", meaning: "seed before", action: .previousSeed),
    KeyBinding(
      keys: [.tab], label: "tab", meaning: "arrow keys for viewer, agent, nature", action: .nextFocus),
    KeyBinding(
      keys: [.backspace], label: "backspace", meaning: "give the action back to the policy", action: .release),
    KeyBinding(
      keys: [.character("X")], label: "x", meaning: "all rules off or on", action: .toggleAllRules),
    KeyBinding(keys: [.character("O")], label: "o", meaning: "next map", action: .nextMap),
    KeyBinding(keys: [.character("T")], label: "t", meaning: "trail", action: .toggleTrail),
    KeyBinding(keys: [.character("D")], label: "d", meaning: "dashboard", action: .togglePanels),
    KeyBinding(keys: [.character("C")], label: "c", meaning: "camera as at first", action: .resetCamera),
    KeyBinding(keys: [.character("P")], label: "p", meaning: "screenshot", action: .screenshot),
    KeyBinding(keys: [.character("V")], label: "v", meaning: "record a video, stop", action: .record),
    KeyBinding(
      keys: [.character("H"), .character("/"), .function(1)], label: "h or ?", meaning: "these keys",
      action: .toggleHelp),
    KeyBinding(keys: [.character("Q"), .escape], label: "q", meaning: "quit", action: .quit),
  ]

  /// What `key` does for the present focus; nil for keys of the agent or of none.
  static func action(for key: Key, focus: Focus) -> WatchAction? {
    if focus == .agent, Hands.moves.contains(key) { return nil }
    return table.first { $0.keys.contains(key) && ($0.focus == nil || $0.focus == focus) }?.action
  }

  static var help: [KeyHelp] {
    table.filter { !$0.label.isEmpty }.map { KeyHelp($0.label, $0.meaning) } + [
      KeyHelp("arrows, digits", "agent: act; hold for continuous actions"),
      KeyHelp("j l, k i", "nature: push a disturbance or seat while held"),
      KeyHelp("wheel, drag", "zoom; pan, or in space orbit (pan with shift); click the bar below to scrub"),
    ]
  }
}
