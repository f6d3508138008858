using LlamaOrch.Tools.TinyModel.Commands;

return await TinyModelCommand.Create().Parse(args).InvokeAsync();
