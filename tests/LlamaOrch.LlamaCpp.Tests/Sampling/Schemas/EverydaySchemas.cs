namespace LlamaOrch.LlamaCpp.Tests.Sampling.Schemas;

/// <summary>
/// What zod 4 (<c>z.toJSONSchema</c>), pydantic (<c>model_json_schema</c>), .NET's <c>JsonSchemaExporter</c> and
/// OpenAPI generators write for everyday types.
/// </summary>
public static class EverydaySchemas
{
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach ((string name, string schema) in Properties)
            {
                all.Add(name, $$"""
                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                     "properties":{"a":{{schema}}},"required":["a"],"additionalProperties":false}
                    """);
            }

            foreach ((string name, string schema) in Whole)
                all.Add(name, schema);
            return all;
        }
    }

    private static readonly (string Name, string Schema)[] Properties =
    [
        ("zod z.int()", """{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991}"""),
        ("zod int().min(1).max(10)", """{"type":"integer","minimum":1,"maximum":10}"""),
        ("zod int().positive()", """{"type":"integer","exclusiveMinimum":0,"maximum":9007199254740991}"""),
        ("zod int().nonnegative()", """{"type":"integer","minimum":0,"maximum":9007199254740991}"""),
        ("zod int().negative()", """{"type":"integer","minimum":-9007199254740991,"exclusiveMaximum":0}"""),
        ("int64",
            """{"type":"integer","format":"int64","minimum":-9223372036854775808,"maximum":9223372036854775807}"""),
        ("uint64", """{"type":"integer","minimum":0,"maximum":18446744073709551615}"""),
        ("zod number()", """{"type":"number"}"""),
        ("zod number().min(0).max(1)", """{"type":"number","minimum":0,"maximum":1}"""),
        ("zod number().positive()", """{"type":"number","exclusiveMinimum":0}"""),
        ("zod number().lt(0.05)", """{"type":"number","exclusiveMaximum":0.05}"""),
        ("number between fractions", """{"type":"number","minimum":-12.375,"exclusiveMaximum":-0.5}"""),
        ("price", """{"type":"number","minimum":0,"multipleOf":0.01}"""),
        ("double bounds", """{"type":"number","minimum":-1.7976931348623157e+308,"maximum":1.7976931348623157e+308}"""),
        ("zod multipleOf(5)", """{"type":"number","multipleOf":5}"""),
        ("zod int().multipleOf(1000)",
            """{"type":"integer","multipleOf":1000,"minimum":-9007199254740991,"maximum":9007199254740991}"""),
        ("zod int().multipleOf(7)",
            """{"type":"integer","multipleOf":7,"minimum":-9007199254740991,"maximum":9007199254740991}"""),
        ("zod email()",
            """{"type":"string","format":"email","pattern":"^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-"""
            + """z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"}"""),
        ("zod url()", """{"type":"string","format":"uri"}"""),
        ("zod uuid()",
            """{"type":"string","format":"uuid","pattern":"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3"""
            + """}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ff"""
            + """ff-ffff-ffffffffffff)$"}"""),
        ("zod guid()",
            """{"type":"string","format":"uuid","pattern":"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-"""
            + """9a-fA-F]{4}-[0-9a-fA-F]{12})$"}"""),
        ("zod regex", """{"type":"string","pattern":"^[A-Z]{2}-\\d{3,5}$"}"""),
        ("zod startsWith", """{"type":"string","pattern":"^ab.*"}"""),
        ("zod includes", """{"type":"string","pattern":"ab"}"""),
        ("zod iso.datetime()",
            """{"type":"string","format":"date-time","pattern":"^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\"""
            + """d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3"""
            + """[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]"""
            + """):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z))$"}"""),
        ("zod iso.date()",
            """{"type":"string","format":"date","pattern":"^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0"""
            + """[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"""
            + """|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))$"}"""),
        ("zod iso.duration()",
            """{"type":"string","format":"duration","pattern":"^P(?:(\\d+W)|(?!.*W)(?=\\d|T\\d)(\\d+Y)?(\\d+M"""
            + """)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+([.,]\\d+)?S)?)?)$"}"""),
        ("zod ipv4()",
            """{"type":"string","format":"ipv4","pattern":"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|"""
            + """[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$"}"""),
        ("zod base64()",
            """{"type":"string","format":"base64","contentEncoding":"base64","pattern":"^$|^(?:[0-9a-zA-Z+/]{"""
            + """4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$"}"""),
        ("zod nanoid()", """{"type":"string","format":"nanoid","pattern":"^[a-zA-Z0-9_-]{21}$"}"""),
        ("zod cuid2()", """{"type":"string","format":"cuid2","pattern":"^[0-9a-z]+$"}"""),
        ("zod e164()", """{"type":"string","format":"e164","pattern":"^\\+(?:[0-9]){6,14}[0-9]$"}"""),
        ("zod lowercase()", """{"type":"string","format":"lowercase","pattern":"^[^A-Z]*$"}"""),
        ("zod string min/max", """{"type":"string","minLength":2,"maxLength":20}"""),
        ("zod regex of a length", """{"type":"string","minLength":3,"maxLength":12,"pattern":"^[a-z_]+$"}"""),
        ("zod enum", """{"type":"string","enum":["a","b"]}"""),
        ("zod literal", """{"type":"string","const":"fox"}"""),
        ("zod union", """{"anyOf":[{"type":"string"},{"type":"number"}]}"""),
        ("zod discriminatedUnion",
            """{"oneOf":[{"type":"object","properties":{"t":{"type":"string","const":"a"},"x":{"type":"numbe"""
            + """r"}},"required":["t","x"],"additionalProperties":false},{"type":"object","properties":{"t":{"t"""
            + """ype":"string","const":"b"}},"required":["t"],"additionalProperties":false}]}"""),
        ("zod nullable", """{"anyOf":[{"type":"string"},{"type":"null"}]}"""),
        ("zod record(string,number)",
            """{"type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"number"}}"""),
        ("zod record(enum,number)",
            """{"type":"object","propertyNames":{"type":"string","enum":["x","y"]},"additionalProperties":{"t"""
            + """ype":"number"},"required":["x","y"]}"""),
        ("zod tuple", """{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}]}"""),
        ("zod tuple with rest", """{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"number"}}"""),
        ("zod array().min(1)", """{"type":"array","minItems":1,"items":{"type":"string"}}"""),
        ("zod intersection",
            """{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"obj"""
            + """ect","properties":{"b":{"type":"number"}},"required":["b"]}]}"""),
        ("zod any()", """{}"""),
        ("zod never()", """{"anyOf":[{"not":{}},{"type":"null"}]}"""),
        ("zod default()", """{"default":"x","type":"string"}"""),
        ("zod looseObject",
            """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":"""
            + """{}}"""),
        ("zod catchall",
            """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":"""
            + """{"type":"number"}}"""),
        ("format int32", """{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647}"""),
        ("format email alone", """{"type":"string","format":"email"}"""),
        ("format hostname", """{"type":"string","format":"hostname"}"""),
        ("format ipv6", """{"type":"string","format":"ipv6"}"""),
        ("format time", """{"type":"string","format":"time"}"""),
        ("pydantic Optional[int]", """{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null,"title":"A"}"""),
        ("pydantic Field(ge=0,le=1) float", """{"type":"number","minimum":0.0,"maximum":1.0,"title":"A"}"""),
        ("pydantic HttpUrl", """{"type":"string","format":"uri","minLength":1,"maxLength":2083}"""),
        ("pydantic Decimal",
            """{"anyOf":[{"type":"number"},{"type":"string","pattern":"^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$"}]}"""),
        ("pydantic timedelta", """{"type":"string","format":"duration"}"""),
        (".NET TimeSpan", """{"type":"string","pattern":"^-?(\\d+\\.)?\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?$"}"""),
        (".NET Version", """{"type":"string","pattern":"^\\d+(\\.\\d+){1,3}$"}"""),
        (".NET char", """{"type":"string","minLength":1,"maxLength":1}"""),
        (".NET nullable enum", """{"enum":["Red","Green",null]}"""),
        ("patternProperties",
            """{"type":"object","patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}"""),
        ("if/then",
            """{"type":"object","properties":{"k":{"enum":["a","b"]},"v":{"type":"string"}},"required":["k"]"""
            + ""","if":{"properties":{"k":{"const":"a"}}},"then":{"required":["v"]}}"""),
        ("not a value", """{"type":"string","not":{"const":"x"}}"""),
        ("not a type", """{"type":["string","number","null"],"not":{"type":"null"}}"""),
        ("deprecated/readOnly/$comment",
            """{"type":"string","deprecated":true,"readOnly":true,"$comment":"x","x-order":3}"""),
        ("maxItems of int", """{"type":"array","items":{"type":"boolean"},"maxItems":2147483647}"""),
        ("maxLength of int", """{"type":"string","maxLength":2147483647}"""),
    ];

    private static readonly (string Name, string Schema)[] Whole =
    [
        ("zod recursive",
            """{"type":"object","properties":{"v":{"type":"string"},"kids":{"type":"array","items":{"$re"""
            + """f":"#"}}},"required":["v","kids"],"additionalProperties":false}"""),
        ("pydantic recursive",
            """{"$defs":{"Node":{"properties":{"next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}],"def"""
            + """ault":null},"v":{"type":"integer"}},"required":["v"],"title":"Node","type":"object"}},"$re"""
            + """f":"#/$defs/Node"}"""),
        (".NET reference beside a description",
            """{"$defs":{"P":{"type":["object","null"],"properties":{"x":{"type":"integer"}},"required":["x"]"""
            + """}},"type":"object","properties":{"p":{"$ref":"#/$defs/P","description":"where"}},"required":"""
            + """["p"]}"""),
    ];
}
