import DecisionProcesses
import EnvironmentCatalog
import Foundation
import Playback
import Scenes
import Viewer

/// The window's side of `watch`: turns what a person does into commands, and views into pictures.
struct WatchSession {
  private static let frame = Duration.seconds(1.0 / 60)

  let window: Window
  let live: LivePlayer
  let dashboard: Dashboard
  let actionNames: [String]
  private(set) var captures: Captures

  /// The map that is shown; nil for none.
  var mapName: String?
  private var maps: MapSource
  private var options = DashboardOptions()
  private var focus = Focus.viewer
  private var hands = Hands()
  private var camera = PlaneCamera()
  private var spaceCamera = SpaceCamera()
  private var drag: (from: WindowEvent.Place, kind: Drag)?
  private var selection = 0
  private var speedBeforeUnlimited = PlaybackSpeed.stepsPerSecond(30)
  private var showsHelp = false
  private var message: (text: String, until: ContinuousClock.Instant)?
  private var newest: LiveView
  private var isRunning = true
  private let clock = ContinuousClock()

  private enum Drag { case scrub, turn, pan }

  init(window: Window, live: LivePlayer, environment: RecipeEnvironment, output: String) {
    self.window = window
    self.live = live
    dashboard = Dashboard(live.recipe)
    actionNames = environment.actionNames
    captures = Captures(folder: output, name: environment.recipe.environment)
    maps = MapSource(environment)
    newest = live.view()
  }

  /// Runs until the window is closed, or for so many seconds.
  ///
  /// - Returns: frames and steps per second.
  /// - Throws: `GraphicsError` when the window cannot be drawn; `ExitCode` when a recording fails at the end.
  mutating func run(for seconds: Double?) throws -> String {
    let start = clock.now
    var next = start
    var frames = 0
    var slowest = Duration.zero
    while isRunning {
      let wait = max(.zero, next - clock.now) / .seconds(1)
      for event in window.takeEvents(waiting: wait) { handle(event) }
      guard clock.now >= next else { continue }
      let frameStart = clock.now
      newest = live.view()
      try window.present(composition())
      captures.add(window)
      if let fault = captures.takeFault() { say(fault) }
      frames += 1
      slowest = max(slowest, clock.now - frameStart)
      next = max(next + Self.frame, clock.now)
      if let seconds, clock.now - start >= .seconds(seconds) { isRunning = false }
    }
    let elapsed = (clock.now - start) / .seconds(1)
    if let fault = captures.finish() { throw fail(fault) }
    return "\(short(Double(frames) / elapsed)) frames/s, slowest \(short(slowest / .milliseconds(1))) ms, "
      + "\(short(newest.rate)) steps/s at the end, step \(newest.episode.facts.step)"
  }

  // MARK: Pictures

  private mutating func composition() -> Composition {
    let (width, height) = window.pixelSize
    guard width > 0, height > 0 else { return Composition() }
    var view = newest.episode
    let map = mapName.flatMap { maps.map(named: $0, in: view.environment) }
    if let map { view.scene?.insertMap(map.shapes) }
    fillOptions(view.facts)
    var composition = dashboard.composition(
      of: view, options: options, width: width, height: height, pixelScale: window.pixelScale)
    if !composition.panes.isEmpty, view.scene != nil {
      let area = composition.panes[0].area
      composition.panes[0].scene.view = camera.view(
        of: composition.panes[0].scene.view, width: area.width, height: area.height)
      if let own = composition.panes[0].scene.camera {
        composition.panes[0].scene.camera = spaceCamera.applied(to: own)
      }
      if let map, options.help.isEmpty {
        composition.panes.append(dashboard.legend(map.legend, over: area, pixelScale: window.pixelScale))
      }
    }
    return composition
  }

  private mutating func fillOptions(_ facts: EpisodeFacts) {
    options.badges = []
    if captures.isRecording { options.badges.append(.recording) }
    if newest.isBusy { options.badges.append(.busy) }
    if newest.isPaused { options.badges.append(.paused) }
    let speed: String
    switch newest.speed {
    case .unlimited: speed = "\(short(newest.rate)) steps/s"
    case .stepsPerSecond(let rate): speed = "\(short(rate)) steps/s"
    }
    options.status = focus == .viewer ? speed : "\(speed), keys: \(focus.rawValue)"
    options.help = showsHelp ? KeyBinding.help : []
    options.selection = focus == .nature ? selected(facts) : nil
    if let message, clock.now < message.until {
      options.message = message.text
    } else {
      options.message = newest.refusal
    }
  }

  private mutating func say(_ text: String) { message = (text, clock.now + .seconds(4)) }

  // MARK: Events

  private mutating func handle(_ event: WindowEvent) {
    switch event {
    case .close: isRunning = false
    case .keyDown(let key, let modifiers, let isRepeat):
      if let action = KeyBinding.action(for: key, focus: focus) {
        perform(action, isFine: modifiers.contains(.shift))
      } else {
        hands.press(key)
        if !isRepeat { handsMoved(by: key) }
      }
    case .keyUp(let key):
      hands.release(key)
      handsMoved(by: nil)
    case .focusLost:
      hands.releaseAll()
      handsMoved(by: nil)
    case .buttonDown(let button, let place, let modifiers):
      drag = (place, button == .left && !modifiers.contains(.shift) ? .turn : .pan)
      if button == .left, let step = timelineStep(at: place) {
        drag = (place, .scrub)
        live.send(.pause)
        live.send(.seek(toStep: step))
      }
    case .buttonUp: drag = nil
    case .pointer(let place): pointerMoved(to: place)
    case .scroll(_, let notches, let place):
      guard let (view, area) = worldPane() else { return }
      guard newest.episode.scene?.camera == nil else { return spaceCamera.zoom(notches: notches) }
      camera.zoom(
        notches: notches, at: Point(place.x - Double(area.x), place.y - Double(area.y)), view: view,
        width: area.width, height: area.height)
    }
  }

  private mutating func pointerMoved(to place: WindowEvent.Place) {
    guard let drag else { return }
    guard drag.kind != .scrub else {
      if let step = timelineStep(at: place) { live.send(.seek(toStep: step)) }
      return
    }
    guard let (view, area) = worldPane() else { return }
    let (x, y) = (place.x - drag.from.x, place.y - drag.from.y)
    if newest.episode.scene?.camera == nil {
      camera.drag(x: x, y: y, view: view, width: area.width, height: area.height)
    } else if drag.kind == .turn {
      spaceCamera.orbit(x: x, y: y, width: area.width)
    } else {
      spaceCamera.pan(x: x, y: y, height: area.height)
    }
    self.drag = (place, drag.kind)
  }

  private func timelineStep(at place: WindowEvent.Place) -> Int? {
    let (width, height) = window.pixelSize
    return dashboard.step(
      at: place.x, place.y, facts: newest.episode.facts, options: options, width: width, height: height,
      pixelScale: window.pixelScale)
  }

  private func worldPane() -> (view: Rect, area: PixelRect)? {
    let (width, height) = window.pixelSize
    guard let scene = newest.episode.scene, width > 0, height > 0 else { return nil }
    return (
      scene.view,
      dashboard.worldArea(options: options, width: width, height: height, pixelScale: window.pixelScale)
    )
  }

  private mutating func perform(_ action: WatchAction, isFine: Bool) {
    let facts = newest.episode.facts
    switch action {
    case .togglePause: live.send(.togglePause)
    case .stepForward: live.send(.move(by: isFine ? 10 : 1))
    case .stepBack: live.send(.move(by: isFine ? -10 : -1))
    case .jumpForward: live.send(.move(by: 20))
    case .jumpBack: live.send(.move(by: -20))
    case .toBeginning: live.send(.move(by: -facts.step))
    case .toEnd: live.send(.move(by: facts.recordedSteps - facts.step))
    case .slower: changeSpeed(by: 0.5)
    case .faster: changeSpeed(by: 2)
    case .toggleUnlimited:
      if newest.speed == .unlimited {
        live.send(.setSpeed(speedBeforeUnlimited))
      } else {
        speedBeforeUnlimited = newest.speed
        live.send(.setSpeed(.unlimited))
      }
    case .reset: live.send(.reset)
    case .nextSeed: live.send(.nextSeed)
    case .previousSeed: live.send(.resetTo(seed: facts.seed &- 1))
    case .resetCamera:
      camera.reset()
      spaceCamera.reset()
    case .screenshot: say(captures.screenshot(window, step: facts.step))
    case .record: say(captures.toggleVideo(window))
    case .toggleHelp: showsHelp.toggle()
    case .toggleTrail: options.showsTrail.toggle()
    case .nextMap: nextMap()
    case .togglePanels: options.showsPanels.toggle()
    case .nextFocus: nextFocus()
    case .release:
      hands.releaseAll()
      live.send(.setAction(nil))
    case .selectNext: selection += 1
    case .selectPrevious: selection -= 1
    case .decrease: moveParameter(isFine ? -0.01 : -0.05)
    case .increase: moveParameter(isFine ? 0.01 : 0.05)
    case .restore:
      for (index, parameter) in live.recipe.parameters.enumerated() {
        live.send(.setParameter(index: index, value: parameter.nominal))
      }
    case .toggleRule: toggleSelection()
    case .toggleAllRules:
      let isAnyOn = facts.rules.contains(where: \.isOn)
      for index in facts.rules.indices { live.send(.setRule(index: index, isOn: !isAnyOn)) }
      if facts.rules.isEmpty { say("this recipe has no rules") }
    case .quit: isRunning = false
    }
  }

  private func changeSpeed(by factor: Double) {
    guard case .stepsPerSecond(let rate) = newest.speed else { return }
    live.send(.setSpeed(.stepsPerSecond(min(max(rate * factor, 0.25), 1e6))))
  }

  private mutating func nextMap() {
    let names = maps.names
    guard !names.isEmpty else { return say("this world has no map") }
    let place = mapName.flatMap { names.firstIndex(of: $0) } ?? -1
    mapName = place + 1 < names.count ? names[place + 1] : nil
  }

  private mutating func nextFocus() {
    hands.releaseAll()
    handsMoved(by: nil)
    let all = Focus.allCases
    focus = all[(all.firstIndex(of: focus)! + 1) % all.count]
    say("the keys are the \(focus.rawValue)'s")
  }

  // MARK: Nature

  private func selected(_ facts: EpisodeFacts) -> DashboardOptions.Selection? {
    let count = facts.rules.count + live.recipe.parameters.count
    guard count > 0 else { return nil }
    let index = ((selection % count) + count) % count
    return index < facts.rules.count ? .rule(index) : .parameter(index - facts.rules.count)
  }

  /// Moves the selected parameter by a part of its interval.
  private mutating func moveParameter(_ part: Double) {
    let facts = newest.episode.facts
    guard case .parameter(let index) = selected(facts) else {
      return say("enter switches a rule; left and right move a parameter")
    }
    let interval = live.recipe.parameters[index].interval
    let width = interval.upperBound - interval.lowerBound
    guard width.isFinite else { return say("this parameter has no finite interval") }
    let value = facts.parameters[index] + part * width
    live.send(
      .setParameter(index: index, value: min(max(value, interval.lowerBound), interval.upperBound)))
  }

  private func toggleSelection() {
    let facts = newest.episode.facts
    switch selected(facts) {
    case .rule(let index): live.send(.setRule(index: index, isOn: !facts.rules[index].isOn))
    case .parameter(let index):
      live.send(.setParameter(index: index, value: live.recipe.parameters[index].nominal))
    case nil: break
    }
  }

  // MARK: Hands

  /// Passes on what hands do; `key` is the one that went down, if one did.
  private mutating func handsMoved(by key: Key?) {
    if focus == .agent { act(with: key) }
    push()
  }

  private mutating func act(with key: Key?) {
    let space = live.recipe.action
    if space.isCategorical, case .categorical(let count) = space.components[0].kind {
      guard let key, Hands.moves.contains(key) else {
        let rest = Hands.restingCategory(count: count, names: actionNames)
        if let rest, hands.held.isDisjoint(with: Hands.moves) {
          live.send(.setAction(Row([Double(rest)])))
        }
        return
      }
      guard let category = Hands.category(for: key, count: count, names: actionNames) else { return }
      live.send(.setAction(Row([Double(category)])))
      // In a finite world nothing moves until the player does.
      if !actionNames.isEmpty { live.send(.move(by: 1)) }
    } else {
      live.send(.setAction(Row(hands.action(for: space))))
    }
  }

  private mutating func push() {
    let push = hands.push
    let seats = live.recipe.seats.width
    if seats > 0 {
      guard push != lastPush else { return }
      lastPush = push
      let row = [push.x, push.y] + Array(repeating: 0, count: max(0, seats - 2))
      return live.send(.setSeats(Row(Array(row.prefix(seats)))))
    }
    let axes = live.recipe.parameters.indices.filter { live.recipe.parameters[$0].kind == .disturbance }
    for (axis, index) in axes.prefix(2).enumerated() {
      let (now, before) = axis == 0 ? (push.x, lastPush.x) : (push.y, lastPush.y)
      guard now != before else { continue }
      let parameter = live.recipe.parameters[index]
      let value =
        now > 0
        ? parameter.interval.upperBound : now < 0 ? parameter.interval.lowerBound : parameter.nominal
      live.send(.setParameter(index: index, value: value))
    }
    if axes.isEmpty, push != (0, 0) { say("this world has no disturbance to push with") }
    lastPush = push
  }

  private var lastPush = (x: 0.0, y: 0.0)
}
