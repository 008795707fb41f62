import ArgumentParser
import Recipes

/// Ends the command with one line on standard error: what is wrong, and what to do.
func fail(_ message: String) -> ExitCode {
  // What the user wrote may hold line breaks; a fault is one line.
  let line = message.unicodeScalars.map { scalar in
    scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
  }
  Terminal.writeError("error: " + line.joined())
  return .failure
}

/// The same for a recipe; on a terminal the text with a caret under the fault follows.
func fail(_ error: RecipeError, place: String) -> ExitCode {
  let code = fail(place + error.description)
  if Terminal.errorsAreShown { Terminal.writeError(error.caretDiagram) }
  return code
}
