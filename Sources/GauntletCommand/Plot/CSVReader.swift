/// Comma-separated values, read strictly: a quotation that is not closed, or followed by text, is an error.
///
/// Source: Y. Shafranovich, "Common format and MIME type for comma-separated values", RFC 4180. Lines may
/// also end in a line feed alone; empty lines are skipped.
enum CSVReader {
  struct Record {
    var fields: [String]
    /// The line it starts on, from 1.
    var line: Int
  }

  struct Fault: Error {
    let line: Int
    let column: Int
    let reason: String
  }

  static func read(_ text: String) throws(Fault) -> [Record] {
    var records: [Record] = []
    var fields: [String] = []
    var field = ""
    var (line, column) = (1, 0)
    var start = 1
    var quotation: (line: Int, column: Int)?
    var wasQuoted = false
    func endRecord() {
      fields.append(field)
      if fields != [""] || wasQuoted { records.append(Record(fields: fields, line: start)) }
      (fields, field, wasQuoted) = ([], "", false)
    }
    // A carriage return with its line feed is one character.
    var rest = text[...]
    while let character = rest.popFirst() {
      column += 1
      let isBreak = character == "\n" || character == "\r\n"
      if quotation != nil {
        if character == "\"" {
          if rest.first == "\"" {
            rest.removeFirst()
            column += 1
            field.append("\"")
          } else {
            quotation = nil
          }
        } else {
          field.append(character)
        }
      } else if character == "," {
        fields.append(field)
        (field, wasQuoted) = ("", false)
      } else if isBreak {
        endRecord()
        start = line + 1
      } else if character == "\"" && field.isEmpty && !wasQuoted {
        quotation = (line, column)
        wasQuoted = true
      } else if character == "\"" || wasQuoted {
        throw Fault(
          line: line, column: column,
          reason: "'\(character)' beside a quotation; quote the whole field and double the marks inside")
      } else {
        field.append(character)
      }
      if isBreak { (line, column) = (line + 1, 0) }
    }
    if let quotation {
      throw Fault(
        line: quotation.line, column: quotation.column,
        reason: "this quotation mark is never closed; add its partner")
    }
    endRecord()
    return records
  }
}
